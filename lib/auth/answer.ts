import 'server-only'
import { z } from 'zod'
import { log } from '../server/log'

/** The outcome of a call to Neon Auth. */
export type Answer<T> = { ok: true; data: T } | Failure

export type Failure =
  /** Neon Auth refused. `code` is its own: `INVALID_PASSWORD`. */
  | { ok: false; reason: 'refused'; code: string; status: number }
  /** Someone tried too often; `retryAfter` is in seconds. */
  | { ok: false; reason: 'limited'; retryAfter: number }
  /** Neon Auth is too busy, whoever asks; `retryAfter` is in seconds. */
  | { ok: false; reason: 'busy'; retryAfter: number }
  /** No usable answer: down, too slow, an error page, or unexpected data. `id` is in the log. */
  | { ok: false; reason: 'unavailable'; id: string }

/**
 * What the SDK's methods really return, whatever their types say; see `send` in ./upstream/transport for
 * `statusText`.
 */
const reply = z.object({
  data: z.unknown(),
  error: z.object({ status: z.number(), statusText: z.string() }).nullish(),
})

/**
 * Turns the outcome of an `auth` method into a value: `answerOf(auth.listAccounts(), accounts)`. Upstream's
 * texts never reach a user.
 *
 * @param schema the shape of the data, if it's used
 */
export async function answerOf(call: Promise<unknown>): Promise<Answer<unknown>>
export async function answerOf<T>(call: Promise<unknown>, schema: z.ZodType<T>): Promise<Answer<T>>
export async function answerOf(
  call: Promise<unknown>,
  schema: z.ZodType = z.unknown(),
): Promise<Answer<unknown>> {
  const { data, error } = reply.parse(await call)
  if (error) {
    const { status, statusText } = error
    if (status >= 500) return { ok: false, reason: 'unavailable', id: statusText }
    if (status === 429) return { ok: false, reason: 'busy', retryAfter: Number(statusText) }
    return { ok: false, reason: 'refused', code: statusText, status }
  }
  const parsed = schema.safeParse(data)
  return parsed.success ? { ok: true, data: parsed.data } : unavailable('unexpected answer')
}

/** An unusable answer, and its log line. */
function unavailable(reason: string): Failure {
  return { ok: false, reason: 'unavailable', id: log('error', 'auth.unavailable', { reason }) }
}
