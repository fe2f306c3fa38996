import 'server-only'
import { cookies } from 'next/headers'
import type { NextRequest } from 'next/server'
import { signInPath } from '../http/next-path'
import { traced } from '../server/telemetry'
import { answerOf } from './answer'
import {
  cookieOptions,
  keptCookies,
  mintSessionData,
  readSessionData,
  sessionData,
  sessionDataCookie,
  sessionTokenCookie,
} from './cookies'
import { auth } from './server'
import { forgetSession, getFreshSession, type SessionState } from './session'

/** The parameter Neon Auth adds when it leads back from a provider. */
const verifierParam = 'neon_auth_session_verifier'

/**
 * Checks a read's session, and renews the five-minute `session_data` cookie with one request to Neon Auth if
 * it's missing, expired or another session's. If Neon Auth doesn't answer, no cookie changes. Only for
 * proxy.ts.
 *
 * @param mustAsk whether to ask even if `session_data` is good: a session may have ended elsewhere, and a
 *   page that asks would lead to the sign-in page, which must not lead back
 */
export function renewSession(mustAsk: boolean): Promise<SessionState['status']> {
  return traced('session', {}, () => renew(mustAsk))
}

async function renew(mustAsk: boolean): Promise<SessionState['status']> {
  const store = await cookies()
  const token = store.get(sessionTokenCookie)?.value
  const data = store.get(sessionDataCookie)?.value
  if (!mustAsk && readSessionData(token, data)) return 'signed-in'

  const session = await getFreshSession()
  if (session.status === 'signed-out' && (token || data)) await forgetSession()
  if (session.status === 'signed-in') {
    const { value, maxAge } = await mintSessionData(session.data)
    store.set(sessionDataCookie, value, { ...cookieOptions, maxAge })
  }
  return session.status
}

/** Shows the page what the browser gets: Next passes cookies set in proxy.ts only to the browser. */
export async function passCookiesOn(request: NextRequest): Promise<void> {
  const store = await cookies()
  for (const name of keptCookies) {
    const value = store.get(name)?.value
    if (value) request.cookies.set(name, value)
    else request.cookies.delete(name)
  }
}

/**
 * The last step of a provider's sign-in: exchanges the verifier in the URL, with the challenge in the cookie
 * of the browser that started, for a session. In another browser, or a second time, it's worthless. Like the
 * SDK's middleware, but with a way on when it fails.
 *
 * @returns the path to send the browser to; undefined if the URL holds no verifier
 * @see https://github.com/neondatabase/neon-js (packages/auth/src/server/middleware/oauth.ts)
 */
export async function redeemVerifier(request: NextRequest): Promise<string | undefined> {
  const verifier = request.nextUrl.searchParams.get(verifierParam)
  if (request.method !== 'GET' || !verifier) return undefined

  const target = request.nextUrl.clone()
  target.searchParams.delete(verifierParam)
  const path = target.pathname + target.search
  const failed = (code: string) => `${signInPath(path)}&error=${code}`

  const hasChallenge = request.cookies
    .getAll()
    .some(({ name }) => /\.session_chall[ae]nge$/.test(name))
  if (!hasChallenge) return failed('expired')
  const query = { disableCookieCache: 'true', [verifierParam]: verifier }
  const answer = await answerOf(auth.getSession({ query }), sessionData.nullable())
  if (!answer.ok) return failed(answer.reason === 'refused' ? 'expired' : answer.reason)
  return answer.data ? path : failed('expired')
}
