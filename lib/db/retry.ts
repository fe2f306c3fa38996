import 'server-only'
import { timeLeft } from '../server/request-scope'
import { within } from '../server/within'

/** Time for all attempts of one statement, in milliseconds: a page answers within five seconds. */
const budget = 4500
const attempts = 3

/** What the error of a statement says that was given up. */
export const noAnswer = 'The database didn’t answer in time.'

/**
 * Runs a statement and repeats it, at most twice, when the database could not be reached: a database
 * that sleeps or fails over answers a moment later. It may have been done although no answer came, so
 * it must be harmless to do it again.
 *
 * @param statement starts it; called anew for each attempt
 * @param since when whoever wants it began to wait, in milliseconds since 1970
 * @throws the last error, or at once an error that Postgres itself gave; within five seconds
 */
export async function retry<T>(statement: () => Promise<T>, since = Date.now()): Promise<T> {
  // What was waited for Neon Auth in the same request is over as well.
  const end = Math.min(since + budget, Date.now() + timeLeft())
  for (let attempt = 1; ; attempt++) {
    try {
      return await within(end - Date.now(), statement(), noAnswer)
    } catch (error) {
      const pause = 100 * 2 ** attempt * (0.5 + Math.random())
      const isOver = attempt === attempts || Date.now() + pause > (since + end) / 2
      if (isOver || !isUnreachable(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}

/**
 * Whether the statement never got an answer from Postgres: nothing in the chain has an SQLSTATE, or it
 * has one that means as much. All drivers give the SQLSTATE as `code`, and codes of their own or of
 * the system's (`EPIPE`) where a connection failed; no SQLSTATE begins with E.
 */
export function isUnreachable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^(?!E)[0-9A-Z]{5}$/.test(at.code)) {
      // 08: connection failures. 57P: the server is starting or shutting down.
      return at.code.startsWith('08') || at.code.startsWith('57P')
    }
  }
  return true
}
