import 'server-only'
import { env } from '../env'
import { isLoopbackHost } from './loopback'

/**
 * The origin of this app, for links that leave it: in mails, and for the way back from a provider.
 * From `APP_URL`, else from Vercel. The Host header is whatever a client sends, and a reset link made
 * from it would hand the token to a stranger: it counts on this machine alone.
 *
 * @param headers of the current request
 * @returns an origin, or undefined when nothing says for certain what it is
 */
export function ownOrigin(headers: Headers): string | undefined {
  if (env.APP_URL) return env.APP_URL
  const vercelHost =
    env.VERCEL_ENV === 'production' ? env.VERCEL_PROJECT_PRODUCTION_URL : env.VERCEL_URL
  if (vercelHost) return `https://${vercelHost}`
  const url = `http://${headers.get('host') ?? ''}`
  return URL.canParse(url) && isLoopbackHost(new URL(url).hostname)
    ? new URL(url).origin
    : undefined
}
