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
    // Seconds; left to itself it would wait up to 20 before it tries again to connect.
    backoff: () => 0.2,
    // Spares a query on each new connection; Drizzle reads arrays itself.
    fetch_types: false,
    // A pooler may give each statement another session, where a named statement is unknown.
    prepare: false,
    onnotice: () => {},
  })
  const { unsafe } = sql
  sql.unsafe = (text, parameters, options) => limit(unsafe(text, parameters, options))
  return {
    db: drizzle({ client: sql, schema }),
    close: () => sql.end({ timeout: statementTimeout / 1000 }),
  }
}

/** How long the server has to cancel a statement before it is given up, in milliseconds. */
const cancelTimeout = 400

/**
 * Gives a statement a deadline, for which this driver alone has no option. What waits for a connection
 * leaves the queue then; what runs is cancelled on the server.
 */
function limit<Query extends Promise<unknown> & { cancel(): void }>(query: Query): Query {
  const giveUp = () => {
    // `cancel` only asks the server, which may be out of reach. `reject` is not among the types.
    if ('reject' in query && typeof query.reject === 'function') {
      query.reject(new Error(`No answer within ${statementTimeout} ms.`))
    }
  }
  let timer = setTimeout(() => {
    query.cancel()
    timer = setTimeout(giveUp, cancelTimeout)
  }, statementTimeout)
  const settled = () => clearTimeout(timer)
  // The query's own `then` would start it, before Drizzle has said how it wants the rows.
  Promise.prototype.then.call(query, settled, settled)
  return query
}
