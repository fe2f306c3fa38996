import 'server-only'
import { parseSetCookies, serializeSetCookie } from '@neondatabase/neon-js/auth/server'
import type { NextRequest } from 'next/server'
import { signInPath } from '../../http/next-path'
import { ownOrigin } from '../../http/own-origin'
import { endSession, keptCookies } from '../upstream/call'
import { requestNeonAuth } from '../upstream/request'
import {
  mintSessionData,
  sessionData,
  sessionDataCookie,
  sessionTokenCookie,
} from '../session-cookie'

/** The parameter with which Neon Auth leads back from a provider. */
const verifierParam = 'neon_auth_session_verifier'
const challengeCookies = [
  '__Secure-neon-auth.session_challenge',
  '__Secure-neon-auth.session_challange',
]

/**
 * The last step of a sign-in at a provider: exchanges the verifier in the address, together with the
 * challenge in the cookie of the browser that began, for a session. In another browser, or twice, it
 * is worth nothing. As the SDK's middleware does it, but with a way on when it fails.
 *
 * @returns where to lead the browser, and its cookies; undefined when the address holds no verifier
 * @see https://github.com/neondatabase/neon-js (packages/auth/src/server/middleware/oauth.ts)
 */
export async function redeemVerifier(
  request: NextRequest,
): Promise<{ path: string; setCookies: string[] } | undefined> {
  const verifier = request.nextUrl.searchParams.get(verifierParam)
  if (request.method !== 'GET' || !verifier) return undefined

  const target = request.nextUrl.clone()
  target.searchParams.delete(verifierParam)
  const path = target.pathname + target.search
  const failed = (code: string) => ({ path: `${signInPath(path)}&error=${code}`, setCookies: [] })

  const challenges = challengeCookies.flatMap((name) => {
    const value = request.cookies.get(name)?.value
    return value ? [`${name}=${encodeURIComponent(value)}`] : []
  })
  if (challenges.length === 0) return failed('expired')

  const answer = await requestNeonAuth({
    what: 'redeem-verifier',
    path: `/get-session?${verifierParam}=${encodeURIComponent(verifier)}`,
    cookie: challenges.join('; '),
    userAgent: request.headers.get('user-agent') ?? undefined,
    schema: sessionData.nullable(),
    until: Date.now() + 3000,
  })
  if (!answer.ok) return failed(answer.reason === 'refused' ? 'expired' : answer.reason)
  if (answer.data === null) return failed('expired')

  const old = request.cookies.get(sessionTokenCookie)?.value
  if (old) await endSession(old, ownOrigin(request.headers))
  const minted = await mintSessionData(answer.data)
  return {
    path,
    setCookies: [
      ...answer.setCookies.flatMap(ownCookies),
      cookieLine(sessionDataCookie, minted.value, minted.maxAge),
    ],
  }
}

/** Upstream's cookies as they are set for this app: its own site, so Lax and not partitioned. */
export function ownCookies(line: string): string[] {
  return parseSetCookies(line)
    .filter(({ name }) => keptCookies.has(name))
    .map(({ name, value, maxAge }) => cookieLine(name, value, maxAge))
}

/** A Set-Cookie line for a cookie of this app. `maxAge` in seconds; 0 removes it. */
export function cookieLine(name: string, value: string, maxAge: number | undefined): string {
  return serializeSetCookie({
    name,
    value,
    path: '/',
    maxAge,
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
  })
}
