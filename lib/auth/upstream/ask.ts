import 'server-only'
import { z } from 'zod'
import { describeError, log } from '../../server/log'
import { within } from '../../server/within'

/** How long a call may take in all, in milliseconds: an action answers within eight seconds. */
const callTimeout = 6000

/** What became of a call to Neon Auth. */
export type Answer<T> =
  | { ok: true; data: T }
  /**
   * Neon Auth refused. `code` is its own (`INVALID_PASSWORD`); through the SDK it is what the SDK makes
   * of it, in snake_case.
   */
  | { ok: false; reason: 'refused'; code: string; status: number }
  /** Tried too often; `retryAfter` is in seconds. */
  | { ok: false; reason: 'limited'; retryAfter: number }
  /** No usable answer: down, too slow, an error page, or not what was expected. */
  | { ok: false; reason: 'unavailable'; id: string }

/** The SDK's methods answer with this, whatever their types say. */
const reply = z.object({
  data: z.unknown(),
  error: z.object({ status: z.number(), code: z.string().optional() }).nullish(),
})

/**
 * Calls a method of the Neon Auth SDK and turns whatever happens into a value. Upstream's texts go
 * nowhere near a user.
 *
 * @param what a name for the log, such as `sign-in`
 * @param schema what the answer has to look like; a page of HTML with 200 does not
 * @param call the SDK's method, called at once
 */
export async function askNeonAuth<T>(
  what: string,
  schema: z.ZodType<T>,
  call: () => Promise<unknown>,
): Promise<Answer<T>> {
  try {
    const result = reply.parse(await within(callTimeout, call()))
    if (result.error) {
      const { status, code } = result.error
      if (status >= 500 || code?.startsWith('NETWORK_'))
        return unavailable(what, `${status} ${code ?? ''}`)
      return { ok: false, reason: 'refused', code: code ?? 'unknown_error', status }
    }
    const data = schema.safeParse(result.data)
    return data.success ? { ok: true, data: data.data } : unavailable(what, 'unexpected answer')
  } catch (error) {
    return unavailable(what, describeError(error))
  }
}

/** The answer for a call that got none, and the line in the log. */
export function unavailable(
  what: string,
  reason: string,
): Extract<Answer<never>, { reason: 'unavailable' }> {
  return {
    ok: false,
    reason: 'unavailable',
    id: log('error', 'auth.unavailable', { what, reason }),
  }
}

/** The SDK sets no time limit of its own; ./deadline ends the request, this ends the waiting. */
