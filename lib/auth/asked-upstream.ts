import 'server-only'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { env } from '../env'

/**
 * Set on the request by proxy.ts, for the page: proves that the `session_data` beside it is what Neon
 * Auth answered for this very request, so that the page need not ask again.
 */
export const askedUpstreamHeader = 'x-session-asked'

/** How old the answer may be, in milliseconds: pages begin to render at once. */
const maxAge = 5000

/**
 * A proof for `askedUpstreamHeader`. It is bound to the cookie and to the time. Requests to Next's own
 * render hold it, responses never do, so no client gets one to send again; and without the secret none
 * can be made, so it counts on paths that proxy.ts does not see as well.
 *
 * @param sessionData value of the session_data cookie that was just minted
 */
export function proveAsked(sessionData: string): string {
  const at = String(Date.now())
  return `${at}.${sign(at, sessionData).toString('base64url')}`
}

/**
 * @param proof the header; null when there is none
 * @param sessionData value of the session_data cookie
 * @returns whether Neon Auth gave just this session within the last seconds
 */
export function wasAsked(proof: string | null, sessionData: string | undefined): boolean {
  const [at = '', signature = ''] = proof?.split('.') ?? []
  if (sessionData === undefined || !/^\d{1,16}$/.test(at)) return false
  const age = Date.now() - Number(at)
  if (age < 0 || age > maxAge) return false
  const given = Buffer.from(signature, 'base64url')
  const right = sign(at, sessionData)
  return given.length === right.length && timingSafeEqual(given, right)
}

/** A purpose of its own in what is signed: no other use of the secret gives the same. */
function sign(at: string, sessionData: string): Buffer {
  return createHmac('sha256', env.NEON_AUTH_COOKIE_SECRET)
    .update(`asked-upstream:${at}:${sessionData}`)
    .digest()
}
