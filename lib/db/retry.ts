import 'server-only'
import { timeLeft } from '../server/request-scope'
import { within } from '../server/within'

/** Time for all attempts of one statement, in milliseconds: a page answers within five seconds. */
const budget = 4500
const attempts = 3

/** The error message of a statement that was given up. */
export const noAnswer = 'The database didn’t answer in time.'

/**
 * Runs a statement, and retries it at most twice if the database can't be reached: one that is asleep or
 * failing over answers a moment later. The statement may have run even without an answer, so it must be safe
 * to repeat.
 *
 * @param statement starts it; called for each attempt
 * @param since when the caller began to wait, in milliseconds since 1970
 * @throws the last error, or at once any error from Postgres itself; within five seconds
 */
export async function retry<T>(statement: () => Promise<T>, since = Date.now()): Promise<T> {
  // Time spent waiting for Neon Auth in the same request counts too.
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
 * Whether the statement never got an answer from Postgres: nothing in the chain has an SQLSTATE, or has one
 * that means just that. All drivers give the SQLSTATE as `code`, and for failed connections their own or the
 * system's codes (`EPIPE`); no SQLSTATE begins with E.
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
