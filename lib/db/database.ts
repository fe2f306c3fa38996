import type { ExtractTablesWithRelations } from 'drizzle-orm'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
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

/** A database and the way to let go of it: what each driver gives. */
export interface Connection {
  db: Database
  /** Closes all connections once their statements have ended; later statements fail. */
  close(): Promise<void>
}
