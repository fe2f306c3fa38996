import 'server-only'
import { neonConfig, Pool } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-serverless'
import { describeError, log } from '../../server/log'
import { isLoopbackHost } from '../../http/loopback'
import type { Connection } from '../database'
import { connectTimeout, idleTimeout, poolSize, statementTimeout } from '../limits'
import * as schema from '../schema'

/** A pool of WebSockets that speak the Postgres protocol through Neon's proxy. */
export async function connect(url: string): Promise<Connection> {
  // Node has a WebSocket of its own since version 22.
  neonConfig.webSocketConstructor = globalThis.WebSocket ?? (await import('ws')).WebSocket

  if (isLoopbackHost(new URL(url).hostname)) {
    neonConfig.wsProxy = (host, port) => `${host}:${port}/v2`
    neonConfig.useSecureWebSocket = false
  }
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectTimeout,
    idleTimeoutMillis: idleTimeout,
    query_timeout: statementTimeout,
  })
  // A broken idle connection leaves the pool; without a listener its error would end the process.
  pool.on('error', (error: unknown) => {
    log('warn', 'database.connection', { reason: describeError(error) })
  })
  return { db: drizzle({ client: pool, schema }), close: () => pool.end() }
}
