import 'server-only'
import { createHmac, timingSafeEqual } from 'node:crypto'
import {
  NEON_AUTH_SESSION_CHALLENGE_COOKIE_NAME,
  NEON_AUTH_SESSION_COOKIE_NAME,
  NEON_AUTH_SESSION_DATA_COOKIE_NAME,
} from '@neondatabase/neon-js/auth/server'
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose'
import { z } from 'zod'
import { cookieKeys } from '../env'
import { maxImageLength } from '../text'

/** Holds `<token>.<signature>` of the session, seven days. */
export const sessionTokenCookie = NEON_AUTH_SESSION_COOKIE_NAME
/** Holds session and user, signed by this app, five minutes. */
export const sessionDataCookie = NEON_AUTH_SESSION_DATA_COOKIE_NAME

/**
 * The Neon Auth cookies that the browser keeps: the session, the challenge that binds a provider's sign-in to
 * this browser (in two spellings), and the state that does so for connecting one.
 */
export const keptCookies: ReadonlySet<string> = new Set([
  sessionTokenCookie,
  sessionDataCookie,
  NEON_AUTH_SESSION_CHALLENGE_COOKIE_NAME,
  '__Secure-neon-auth.session_challange',
  '__Secure-neon-auth.state',
])

/** The attributes of every account cookie. */
export const cookieOptions = {
  path: '/',
  httpOnly: true,
  secure: true,
  sameSite: 'lax',
} as const

/** How long a page may rely on `session_data`, in seconds; the SDK's own default. */
const sessionDataLifetime = 300

/** The longest `session_data`: browsers drop a cookie line of more than 4,096 bytes. */
const maxSessionData = 3800

/** A session and its user from `GET /get-session`, as far as this app needs them. */
export const sessionData = z.object({
  session: z.object({
    id: z.string(),
    token: z.string(),
    userId: z.string(),
    expiresAt: z.coerce.date(),
    createdAt: z.coerce.date(),
    updatedAt: z.coerce.date(),
  }),
  user: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    image: z.string().nullish(),
    /** Of Neon Auth's admin plugin: `user`, `admin`, or several with commas between them. */
    role: z.string().nullish(),
    createdAt: z.coerce.date(),
    updatedAt: z.coerce.date(),
  }),
})
export type SessionData = z.output<typeof sessionData>

/**
 * Whether `session_data` was minted for the token next to it; otherwise one session's cookie could speak for
 * another. Doesn't check the signature.
 *
 * @param token value of the session token cookie, decoded
 * @param data value of the session data cookie
 */
export function isMintedFor(token: string | undefined, data: string | undefined): boolean {
  if (!token || !data) return false
  try {
    const { session } = decodeJwt<{ session?: { token?: unknown } }>(data)
    return session?.token === tokenIn(token)
  } catch {
    return false
  }
}

/** The token in `<token>.<signature>`. */
function tokenIn(cookie: string): string {
  return cookie.replace(/\.[^.]*$/, '')
}

const expiring = z.object({ exp: z.number() }).and(sessionData)

/**
 * The session in `session_data`, if it can be trusted: signed by us, not expired, and minted for the token
 * next to it. The same result as `auth.getSession()` in a fraction of the time, without waiting for
 * WebCrypto: every page view asks twice, in proxy.ts and the page. A key being replaced still counts.
 */
export function readSessionData(
  token: string | undefined,
  data: string | undefined,
): SessionData | undefined {
  if (!token || !data) return undefined
  const [header = '', payload = '', signature = ''] = data.split('.')
  const given = Buffer.from(signature, 'base64url')
  const isSigned = [cookieKeys.signing, ...cookieKeys.older].some((key) => {
    const expected = createHmac('sha256', key).update(`${header}.${payload}`).digest()
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
  if (!isSigned || decodeProtectedHeader(data).alg !== 'HS256') return undefined
  const { data: session } = expiring.safeParse(decodeJwt(data))
  if (session?.session.token !== tokenIn(token)) return undefined
  return session.exp * 1000 > Date.now() ? session : undefined
}

/**
 * Signs a session as the SDK does, so `auth.getSession()` accepts it, but only the parts we need: a user
 * agent or a picture's URL can be kilobytes long.
 *
 * @returns the cookie's value and its age in seconds; an age of 0, which removes it, if even that is too
 *   long: every page then asks for the session
 */
export async function mintSessionData(data: unknown): Promise<{ value: string; maxAge: number }> {
  const { session, user } = sessionData.parse(data)
  if (user.image && user.image.length > maxImageLength) user.image = null
  const untilSessionEnds = Math.floor((session.expiresAt.getTime() - Date.now()) / 1000)
  const maxAge = Math.max(0, Math.min(sessionDataLifetime, untilSessionEnds))
  const value = await new SignJWT({ session, user })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + maxAge)
    .setSubject(user.id)
    .sign(new TextEncoder().encode(cookieKeys.signing))
  return value.length > maxSessionData ? { value: '', maxAge: 0 } : { value, maxAge }
}
