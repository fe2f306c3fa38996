import 'server-only'
import { cookies } from 'next/headers'
import { within } from '../server/within'
import { db, replica } from './client'
import type { Database } from './database'
import { recentWriteCookie } from './recent-write'
import { isUnreachable, noAnswer, retry } from './retry'

/** Time for the one attempt that a replica gets, in milliseconds: the primary is there, too. */
const replicaBudget = 1500

export interface ReadOptions {
  /**
   * Whether the answer may be some seconds old, which lets a replica give it, where there is one:
   * for lists that everybody sees. Whoever has just written something is read to from the primary.
   * Only while a request is served. Defaults to false.
   */
  mayLag?: boolean
}

/**
 * Runs a read, on a replica where that may be, and repeats it when the database could not be reached.
 *
 * @param query starts the statement on the database it is given; called anew for each attempt
 * @throws the last error, or at once an error that Postgres itself gave; within five seconds
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
