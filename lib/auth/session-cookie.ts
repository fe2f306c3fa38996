import 'server-only'
import {
  NEON_AUTH_SESSION_COOKIE_NAME,
  NEON_AUTH_SESSION_DATA_COOKIE_NAME,
  validateSessionData,
} from '@neondatabase/neon-js/auth/server'
import { SignJWT } from 'jose'
import { z } from 'zod'
import { env } from '../env'

/** Holds `<token>.<signature>` of the session, seven days. */
export const sessionTokenCookie = NEON_AUTH_SESSION_COOKIE_NAME
/** Holds session and user, signed by this app, five minutes. */
export const sessionDataCookie = NEON_AUTH_SESSION_DATA_COOKIE_NAME

/** How long a page may rely on `session_data`, in seconds; the SDK's own default. */
export const sessionDataLifetime = 300

/** A session and its user, as `GET /get-session` of Neon Auth gives them. Dates as ISO 8601 or Date. */
export const sessionData = z.object({
  session: z.looseObject({
    id: z.string(),
    token: z.string(),
    userId: z.string(),
    expiresAt: z.coerce.date(),
    createdAt: z.coerce.date(),
    updatedAt: z.coerce.date(),
  }),
  user: z.looseObject({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    image: z.string().nullish(),
    createdAt: z.coerce.date(),
    updatedAt: z.coerce.date(),
  }),
})
export type SessionData = z.output<typeof sessionData>

/**
 * The session in `session_data`, if it can be relied on: signed by us, not expired, and minted for
 * the very token that comes with it. Neither the SDK nor a signature checks the last: without it a
 * cookie of one session would go on speaking for another.
 *
 * @param token value of the session token cookie, decoded
 * @param data value of the session data cookie
 */
export async function readSessionData(
  token: string | undefined,
  data: string | undefined,
): Promise<SessionData | undefined> {
  if (!token || !data) return undefined
  const result = await validateSessionData(data, env.NEON_AUTH_COOKIE_SECRET)
  const parsed = sessionData.safeParse(result.valid ? result.payload : undefined)
  if (!parsed.success) return undefined
  const { session } = parsed.data
  if (session.expiresAt.getTime() <= Date.now()) return undefined
  return session.token === tokenOf(token) ? parsed.data : undefined
}

/**
 * Signs a session so that `auth.getSession()` of the SDK accepts it: an HS256 JWT of session and user.
 * The SDK mints the same by asking upstream once more; this spares that request.
 *
 * @returns the cookie's value and its age in seconds
 */
export async function mintSessionData({
  session,
  user,
}: SessionData): Promise<{ value: string; maxAge: number }> {
  const untilSessionEnds = Math.floor((session.expiresAt.getTime() - Date.now()) / 1000)
  const maxAge = Math.max(0, Math.min(sessionDataLifetime, untilSessionEnds))
  // A browser's own description can be kilobytes long, and the cookie has to stay under 4 KB.
  const { userAgent: _userAgent, ipAddress: _ipAddress, ...kept } = session
  const value = await new SignJWT({ session: kept, user })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + maxAge)
    .setSubject(user.id)
    .sign(new TextEncoder().encode(env.NEON_AUTH_COOKIE_SECRET))
  return { value, maxAge }
}

/** The token in `<token>.<signature>`. */
function tokenOf(cookie: string): string {
  const dot = cookie.lastIndexOf('.')
  return dot === -1 ? cookie : cookie.slice(0, dot)
}
