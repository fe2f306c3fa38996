import 'server-only'
import { describeError, log } from './log'

/** The outcome of some work: its value, or the id of the log line that says why there is none. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; failureId: string }

/**
 * Does work that can fail without anyone's mistake, above all a statement, and turns failure into a value.
 * Not for work that redirects or throws `notFound()`.
 *
 * @param event the failure's name in the log, such as `posts.list`
 */
export async function attempt<T>(event: string, work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    return { ok: false, failureId: log('error', event, { reason: describeError(error) }) }
  }
}
