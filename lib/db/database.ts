import type { ExtractTablesWithRelations } from 'drizzle-orm'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import type * as schema from './schema'

/**
 * Drizzle over the chosen driver. It has no `transaction`, since SQL over HTTP has none: use one `WITH` for
 * several statements. What `execute` returns differs between drivers, so it's unknown.
 */
export type Database = Omit<
  PgDatabase<PgQueryResultHKT, typeof schema, ExtractTablesWithRelations<typeof schema>>,
  'transaction'
>

/** What each driver gives: a database and a way to close it. */
export interface Connection {
  db: Database
  /** Closes all connections once their statements have ended; later statements fail. */
  close(): Promise<void>
}
