import 'server-only'
import type { ExtractTablesWithRelations } from 'drizzle-orm'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import type { Env } from '../env'
import type * as schema from './schema'

/**
 * Drizzle over whichever driver is chosen. Without `transaction`, which SQL over HTTP does not have:
 * what needs several statements is one `WITH`. What `execute` gives differs from driver to driver and
 * is therefore unknown.
 */
export type Database = Omit<
  PgDatabase<PgQueryResultHKT, typeof schema, ExtractTablesWithRelations<typeof schema>>,
  'transaction'
>

/** A database and the way to let go of it. */
export interface Connection {
  db: Database
  /** Closes all connections once their statements have ended; later statements fail. */
  close(): Promise<void>
}

export type DriverName = Env['DATABASE_DRIVER']

/**
 * Each driver's module; only the chosen one is loaded. docs/drivers.md says which suits which host.
 * None connects before the first statement.
 */
const drivers: Record<DriverName, () => Promise<{ connect(url: string): Promise<Connection> }>> = {
  'neon-http': () => import('./drivers/neon-http'),
  'neon-websocket': () => import('./drivers/neon-websocket'),
  'node-postgres': () => import('./drivers/node-postgres'),
  'postgres-js': () => import('./drivers/postgres-js'),
}

/**
 * Opens a database with a driver.
 *
 * @param name which driver
 * @param url a Postgres connection string; its `sslmode` decides about TLS
 */
export async function connect(name: DriverName, url: string): Promise<Connection> {
  const driver = await drivers[name]()
  return driver.connect(url)
}
