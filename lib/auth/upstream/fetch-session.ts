import 'server-only'
import { env } from '../../env'
import { describeError, log } from '../../server/log'
import { sessionData, sessionTokenCookie, type SessionData } from '../session-cookie'

/** How long Neon Auth may take to say who is there, in milliseconds; the SDK gives it as much. */
const sessionTimeout = 3000

/** What Neon Auth says about a session token. "Nobody" and "no answer" are different results. */
export type UpstreamSession =
  | { status: 'signed-in'; data: SessionData; setCookies: string[] }
  | { status: 'signed-out'; setCookies: string[] }
  | { status: 'unavailable' }

/**
 * Asks Neon Auth about a session, past every cache. It writes no cookie, so it is safe while a page
 * renders, where Next refuses to write one: the SDK's own call throws there on the day's first
 * request, when upstream renews the session cookie (neondatabase/neon-js issue 196).
 *
 * @param token value of the session token cookie, decoded
 */
export async function fetchSession(token: string): Promise<UpstreamSession> {
  try {
    const response = await fetch(`${env.NEON_AUTH_BASE_URL}/get-session`, {
      headers: { Cookie: `${sessionTokenCookie}=${encodeURIComponent(token)}` },
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(sessionTimeout),
    })
    if (!response.ok) {
      await response.body?.cancel()
      log('warn', 'auth.unavailable', { status: response.status })
      return { status: 'unavailable' }
    }
    // Anything but JSON here (a proxy's HTML page with 200, say) is no answer to the question.
    const body: unknown = await response.json()
    const setCookies = response.headers.getSetCookie()
    if (body === null) return { status: 'signed-out', setCookies }
    const parsed = sessionData.safeParse(body)
    if (!parsed.success) {
      log('warn', 'auth.unavailable', { reason: 'unexpected answer' })
      return { status: 'unavailable' }
    }
    return { status: 'signed-in', data: parsed.data, setCookies }
  } catch (error) {
    log('warn', 'auth.unavailable', { reason: describeError(error) })
    return { status: 'unavailable' }
  }
}
