import 'server-only'
import { env } from '../../env'

/** Longest life of one request to Neon Auth, its body included, in milliseconds. */
const requestTimeout = 5000

const installed = Symbol.for('next-neon-starter.auth-deadline')

/**
 * Gives every request to Neon Auth a deadline. The SDK calls the global `fetch` without a signal and
 * offers no way to pass one, so a service that hangs would hold sockets and memory for the five
 * minutes of Node's own limit. Called once, when the server starts.
 */
export function installAuthDeadline(): void {
  const scope = globalThis as typeof globalThis & { [installed]?: true }
  if (scope[installed]) return
  scope[installed] = true

  const { fetch: plainFetch } = globalThis
  globalThis.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    if (init?.signal || !url.startsWith(`${env.NEON_AUTH_BASE_URL}/`))
      return plainFetch(input, init)
    return plainFetch(input, { ...init, signal: AbortSignal.timeout(requestTimeout) })
  }
}
