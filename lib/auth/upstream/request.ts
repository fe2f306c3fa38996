import 'server-only'
import { z } from 'zod'
import { env } from '../../env'
import { describeError } from '../../server/log'
import { unavailable, type Answer } from './ask'

/** Longest life of one request, in milliseconds. */
const requestTimeout = 5000

/** Neon Auth's refusals: https://neon.com/docs/auth/reference/nextjs-server and Better Auth's codes. */
const refusal = z.object({ code: z.string() })

export interface NeonAuthRequest<T> {
  /** A name for the log, such as `change-password`. */
  what: string
  /** With its slash and, for a GET, its query: `/change-password`. */
  path: string
  /** Sent as JSON by POST; a request without a body is a GET. */
  body?: Record<string, unknown>
  /** The Cookie header. */
  cookie?: string
  /** The app's origin; Neon Auth refuses a POST without a trusted one. */
  origin?: string
  /** The browser's own, by which the session is told from others. */
  userAgent?: string
  /** What the answer has to look like. */
  schema: z.ZodType<T>
  /** When all has to be over, in milliseconds since 1970. */
  until?: number
}

/** An answer, and the cookies that came with it. */
export type CookieAnswer<T> = Answer<T> & { setCookies: string[] }

/**
 * Sends one request to Neon Auth, without the SDK: for paths that the SDK does not know, spells
 * differently, or whose error codes it folds into one, and to pass on the browser's name. It touches
 * no cookie of the current request.
 */
export async function requestNeonAuth<T>(request: NeonAuthRequest<T>): Promise<CookieAnswer<T>> {
  const { what, path, body, cookie, origin, userAgent, schema, until } = request
  try {
    const timeout = Math.min(requestTimeout, (until ?? Infinity) - Date.now())
    const response = await fetch(`${env.NEON_AUTH_BASE_URL}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        ...(body && { 'Content-Type': 'application/json' }),
        ...(cookie && { Cookie: cookie }),
        ...(origin && { Origin: origin }),
        ...(userAgent && { 'User-Agent': userAgent.slice(0, 300) }),
      },
      body: body && JSON.stringify(body),
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(Math.max(timeout, 1)),
    })
    const setCookies = response.headers.getSetCookie()
    if (response.status >= 500) {
      await response.body?.cancel()
      return { ...unavailable(what, `status ${response.status}`), setCookies: [] }
    }
    // A page of HTML with 200 fails here: it is no answer.
    const text = await response.text()
    const json: unknown = text === '' ? null : JSON.parse(text)
    if (!response.ok) {
      const { status, headers } = response
      if (status === 429) {
        const retryAfter = Number(headers.get('x-retry-after') ?? 60) || 60
        return { ok: false, reason: 'limited', retryAfter, setCookies }
      }
      const code = refusal.safeParse(json).data?.code ?? 'UNKNOWN'
      return { ok: false, reason: 'refused', code, status, setCookies }
    }
    const data = schema.safeParse(json)
    return data.success
      ? { ok: true, data: data.data, setCookies }
      : { ...unavailable(what, 'unexpected answer'), setCookies: [] }
  } catch (error) {
    return { ...unavailable(what, describeError(error)), setCookies: [] }
  }
}
