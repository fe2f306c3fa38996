import 'server-only'
import { cookies } from 'next/headers'
import { within } from '../server/within'
import { db, replica } from './client'
import type { Database } from './drivers'
import { recentWriteCookie } from './recent-write'

/** Time for all attempts of one read, in milliseconds: a page answers within five seconds. */
const budget = 4500
/** Time for the one attempt that a replica gets, in milliseconds: the primary is there, too. */
const replicaBudget = 1500
const attempts = 3
const noAnswer = 'The database did not answer in time.'

export interface ReadOptions {
  /**
   * Whether the answer may be some seconds old, which lets a replica give it, where there is one:
   * for lists that everybody sees. Whoever has just written something is read to from the primary.
   * Only while a request is served. Defaults to false.
   */
  mayLag?: boolean
}

/**
 * Runs a read and repeats it, at most twice, when the database could not be reached: a database that
 * sleeps or fails over answers a moment later. For reads alone; a write may have happened already.
 *
 * @param query starts the statement on the database it is given; called anew for each attempt
 * @throws the last error, or at once an error that Postgres itself gave; within five seconds
 */
export async function read<T>(
  query: (database: Database) => Promise<T>,
  { mayLag = false }: ReadOptions = {},
): Promise<T> {
  const end = Date.now() + budget
  const lagging = mayLag && replica && !(await cookies()).has(recentWriteCookie) && replica
  if (lagging) {
    try {
      return await within(replicaBudget, query(lagging), noAnswer)
    } catch (error) {
      if (!isUnreachable(error)) throw error
    }
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return await within(end - Date.now(), query(db), noAnswer)
    } catch (error) {
      const pause = 100 * 2 ** attempt * (0.5 + Math.random())
      const isOver = attempt === attempts || Date.now() + pause > end - budget / 2
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
function isUnreachable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^(?!E)[0-9A-Z]{5}$/.test(at.code)) {
      // 08: connection failures. 57P: the server is starting or shutting down.
      return at.code.startsWith('08') || at.code.startsWith('57P')
    }
  }
  return true
}
