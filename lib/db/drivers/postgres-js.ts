import 'server-only'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { Connection } from '../database'
import { connectTimeout, idleTimeout, poolSize, statementTimeout } from '../limits'
import * as schema from '../schema'
import { limitQuery } from './postgres-js-limit'
import { readTls } from './tls'

/** Postgres over TCP with `postgres`: a pool of connections. */
export async function connect(connectionString: string): Promise<Connection> {
  const { url, ssl } = readTls(connectionString)
  const openPool = () =>
    postgres(url, {
      ssl,
      max: poolSize,
      connect_timeout: connectTimeout / 1000,
      idle_timeout: idleTimeout / 1000,
      // Seconds; by default it would wait up to 20 before reconnecting.
      backoff: () => 0.2,
      // Spares a query on each new connection; Drizzle reads arrays itself.
      fetch_types: false,
      // A pooler may give each statement another session, which doesn't know a named statement.
      prepare: false,
      onnotice: () => {},
    })
  const endPool = (end: typeof sql.end) => end({ timeout: statementTimeout / 1000 })

  const sql = openPool()
  let pool = { unsafe: sql.unsafe, end: sql.end }
  let abandoned: Promise<unknown> = Promise.resolve()

  /**
   * Moves on to new connections. The driver keeps a connection busy for good if its statement gets no answer,
   * or was given up before it connected; a pool of those is useless.
   */
  const abandon = (lost: typeof pool) => {
    if (lost !== pool) return
    const next = openPool()
    // Drizzle has put its own into the first pool's options.
    Object.assign(next.options.parsers, sql.options.parsers)
    Object.assign(next.options.serializers, sql.options.serializers)
    pool = next
    abandoned = Promise.all([abandoned, endPool(lost.end)])
  }

  sql.unsafe = (text, parameters, options) => {
    const used = pool
    return limitQuery(used.unsafe(text, parameters, options), () => abandon(used))
  }
  return {
    db: drizzle({ client: sql, schema }),
    async close() {
      await Promise.all([endPool(pool.end), abandoned])
    },
  }
}
