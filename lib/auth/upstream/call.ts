import 'server-only'
import {
  NEON_AUTH_SESSION_CHALLENGE_COOKIE_NAME,
  parseSetCookies,
} from '@neondatabase/neon-js/auth/server'
import { cookies, headers } from 'next/headers'
import { z } from 'zod'
import { ownOrigin } from '../../http/own-origin'
import type { Answer } from './ask'
import { requestNeonAuth, type NeonAuthRequest } from './request'
import { mintSessionData, sessionDataCookie, sessionTokenCookie } from '../session-cookie'
import { fetchSession } from './fetch-session'

/** Time for everything an action asks of Neon Auth, in milliseconds: it answers within eight seconds. */
const actionTime = 6500

/** When an action that begins now has to be done with Neon Auth; pass it to each of its calls. */
export function actionDeadline(): number {
  return Date.now() + actionTime
}

/**
 * The cookies of Neon Auth that this app's browser keeps: the session, the challenge that binds a
 * sign-in at a provider to this browser (in two spellings), and the state that does so for connecting
 * a provider.
 */
export const keptCookies: ReadonlySet<string> = new Set([
  sessionTokenCookie,
  NEON_AUTH_SESSION_CHALLENGE_COOKIE_NAME,
  '__Secure-neon-auth.session_challange',
  '__Secure-neon-auth.state',
])

const cookieOptions = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const

type Call<T> = Pick<NeonAuthRequest<T>, 'what' | 'path' | 'body' | 'schema' | 'until'>

/**
 * Sends a request to Neon Auth in the name of the current browser, from a server action or a route
 * handler: with its session and under our own origin. A session that comes back is set for the
 * browser and never goes further from here.
 */
export async function callNeonAuth<T>(call: Call<T>): Promise<Answer<T>> {
  const [cookieStore, headerStore] = await Promise.all([cookies(), headers()])
  const before = cookieStore.get(sessionTokenCookie)?.value
  const answer = await requestNeonAuth({
    ...call,
    body: call.body ?? {},
    cookie: sessionHeader(before),
    // Without a known origin of our own: the page's, which proxy.ts has compared with the host.
    origin: ownOrigin(headerStore) ?? headerStore.get('origin') ?? undefined,
    userAgent: headerStore.get('user-agent') ?? undefined,
  })
  if (!answer.ok) return answer
  for (const { name, value, maxAge } of answer.setCookies.flatMap(parseSetCookies)) {
    if (!keptCookies.has(name)) continue
    cookieStore.set(name, value, { ...cookieOptions, maxAge })
  }
  const after = cookieStore.get(sessionTokenCookie)?.value
  if (after !== before) await renewSessionData()
  return answer
}

/**
 * As `callNeonAuth`, for calls that begin a session. One that this browser had before is ended: the
 * token changes and the old one is dead upstream.
 */
export async function beginSession<T>(call: Call<T>): Promise<Answer<T>> {
  const before = (await cookies()).get(sessionTokenCookie)?.value
  const answer = await callNeonAuth(call)
  const after = (await cookies()).get(sessionTokenCookie)?.value
  if (answer.ok && before && after !== before) await endSession(before)
  return answer
}

/**
 * Reads from Neon Auth in the name of the current browser. Sets no cookie, so it is safe while a page
 * renders.
 */
export async function readNeonAuth<T>(
  call: Pick<NeonAuthRequest<T>, 'what' | 'path' | 'schema'>,
): Promise<Answer<T>> {
  const token = (await cookies()).get(sessionTokenCookie)?.value
  return requestNeonAuth({ ...call, cookie: sessionHeader(token) })
}

/**
 * Signs the session anew into the five-minute cookie, so that what changed shows at once. When Neon
 * Auth does not answer the cookie is dropped, and the next page asks.
 */
export async function renewSessionData(): Promise<void> {
  const cookieStore = await cookies()
  const token = cookieStore.get(sessionTokenCookie)?.value
  const answer = token ? await fetchSession(token) : undefined
  if (answer?.status !== 'signed-in') {
    cookieStore.set(sessionDataCookie, '', { ...cookieOptions, maxAge: 0 })
    return
  }
  const { value, maxAge } = await mintSessionData(answer.data)
  cookieStore.set(sessionDataCookie, value, { ...cookieOptions, maxAge })
}

/** Forgets the session in this browser. */
export async function forgetSession(): Promise<void> {
  const cookieStore = await cookies()
  for (const name of [sessionTokenCookie, sessionDataCookie]) {
    cookieStore.set(name, '', { ...cookieOptions, maxAge: 0 })
  }
}

/**
 * Ends a session upstream that another has taken the place of. Its end is not waited for longer than
 * two seconds: it harms nobody that the new one is there.
 *
 * @param token value of the session token cookie, decoded
 */
export async function endSession(token: string, origin?: string): Promise<void> {
  await requestNeonAuth({
    what: 'end-old-session',
    path: '/sign-out',
    body: {},
    cookie: sessionHeader(token),
    origin: origin ?? ownOrigin(await headers()),
    schema: z.unknown(),
    until: Date.now() + 2000,
  })
}

function sessionHeader(token: string | undefined): string | undefined {
  return token && `${sessionTokenCookie}=${encodeURIComponent(token)}`
}
