import 'server-only'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { Connection } from '../drivers'
import { connectTimeout, idleTimeout, poolSize, statementTimeout } from '../limits'
import * as schema from '../schema'
import { readTls } from './tls'

/** Postgres over TCP with `postgres`: a pool of connections. */
export async function connect(connectionString: string): Promise<Connection> {
  const { url, ssl } = readTls(connectionString)
  const sql = postgres(url, {
    ssl,
    max: poolSize,
    connect_timeout: connectTimeout / 1000,
    idle_timeout: idleTimeout / 1000,
    // After a failure it would wait up to 20 seconds before it tries again; lib/db/read.ts waits.
    backoff: () => 0,
    // Spares a query on each new connection; Drizzle reads arrays itself.
    fetch_types: false,
    // A pooler may give each statement another session, where a named statement is unknown.
    prepare: false,
    onnotice: () => {},
  })
  const { unsafe } = sql
  sql.unsafe = (text, parameters, options) => limit(unsafe(text, parameters, options))
  return { db: drizzle({ client: sql, schema }), close: () => sql.end() }
}

/**
 * Gives a statement a deadline, for which this driver alone has no option. What waits for a connection
 * leaves the queue then; what runs is cancelled on the server, too.
 */
function limit<Query extends Promise<unknown> & { cancel(): void }>(query: Query): Query {
  const timer = setTimeout(() => {
    query.cancel()
    // `cancel` only asks the server, which may be out of reach.
    if ('reject' in query && typeof query.reject === 'function') {
      query.reject(new Error(`No answer within ${statementTimeout} ms.`))
    }
  }, statementTimeout)
  const settled = () => clearTimeout(timer)
  // The query's own `then` would start it, before Drizzle has said how it wants the rows.
  Promise.prototype.then.call(query, settled, settled)
  return query
}
