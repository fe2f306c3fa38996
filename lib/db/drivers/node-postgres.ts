import 'server-only'
import { drizzle } from 'drizzle-orm/node-postgres'
import { Pool } from 'pg'
import { describeError, log } from '../../server/log'
import type { Connection } from '../database'
import { connectTimeout, idleTimeout, poolSize, statementTimeout } from '../limits'
import * as schema from '../schema'
import { readTls } from './tls'

/** Postgres over TCP with `pg`: a pool of connections. */
export async function connect(connectionString: string): Promise<Connection> {
  const { url, ssl } = readTls(connectionString)
  const pool = new Pool({
    connectionString: url,
    ssl,
    max: poolSize,
    connectionTimeoutMillis: connectTimeout,
    idleTimeoutMillis: idleTimeout,
    query_timeout: statementTimeout,
  })
  // A broken idle connection leaves the pool; without a listener its error would end the process.
  pool.on('error', (error) => {
    log('warn', 'database.connection', { reason: describeError(error) })
  })
  return { db: drizzle({ client: pool, schema }), close: () => pool.end() }
}
