import 'server-only'
import { describeError, log } from './log'

/** What became of a piece of work: its value, or the id of the log line that tells why there is none. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; failureId: string }

/**
 * Does a piece of work that may fail although nobody made a mistake, a statement above all, and turns
 * its failure into a value. Not for what redirects or throws `notFound()`.
 *
 * @param event the name of a failure in the log, such as `posts.list`
 */
export async function attempt<T>(event: string, work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    return { ok: false, failureId: log('error', event, { reason: describeError(error) }) }
  }
}
