import 'server-only'
import { cookies } from 'next/headers'
import { within } from '../server/within'
import { db, replica } from './client'
import type { Database } from './database'
import { recentWriteCookie } from './recent-write'
import { isUnreachable, noAnswer, retry } from './retry'

/** Time limit for a replica's one attempt, in milliseconds: there's still the primary. */
const replicaBudget = 1500

export interface ReadOptions {
  /**
   * Whether the answer may be a few seconds old, and so come from a replica if there is one: for public
   * lists. Anyone who has just written something reads from the primary. Only while a request is served.
   * Defaults to false.
   */
  mayLag?: boolean
}

/**
 * Runs a read, on a replica if allowed, and retries it if the database can't be reached.
 *
 * @param query starts the statement on the given database; called for each attempt
 * @throws the last error, or at once any error from Postgres itself; within five seconds
 */
export async function read<T>(
  query: (database: Database) => Promise<T>,
  { mayLag = false }: ReadOptions = {},
): Promise<T> {
  const since = Date.now()
  const lagging = mayLag && replica && !(await cookies()).has(recentWriteCookie) && replica
  if (lagging) {
    try {
      return await within(replicaBudget, query(lagging), noAnswer)
    } catch (error) {
      if (!isUnreachable(error)) throw error
    }
  }
  return retry(() => query(db), since)
}
