import 'server-only'
import { env } from '../env'
import type { Connection, Database } from './database'
import { traceStatements } from '../telemetry/statements'
import { connect } from './drivers'

const open = Symbol.for('next-neon-starter.databases')

/**
 * The databases open in this process. Next may run this module several times in a process (for pages, for
 * routes, and after each edit in development); all share these pools.
 */
const connections = openConnections()

function openConnections(): Map<string, Connection> {
  const scope = globalThis as typeof globalThis & { [open]?: Map<string, Connection> }
  if (scope[open]) return scope[open]
  const all = (scope[open] = new Map<string, Connection>())
  // When asked to stop, Next finishes what is in flight and then exits. Pools that closed earlier would fail
  // those requests. Nothing can be awaited here, but most drivers say goodbye to the server at once, and the
  // system closes the rest.
  process.once('exit', () => {
    for (const connection of all.values()) void connection.close()
  })
  return all
}

async function openDatabase(url: string): Promise<Connection> {
  const key = `${env.DATABASE_DRIVER} ${url}`
  const made = connections.get(key) ?? (await connect(env.DATABASE_DRIVER, url))
  // Another run of this module may have been quicker; ours hasn't connected yet.
  const known = connections.get(key)
  if (known) return known
  traceStatements(made.db)
  connections.set(key, made)
  return made
}

/** The one database client: Drizzle over the driver that `DATABASE_DRIVER` names. */
export const db: Database = (await openDatabase(env.DATABASE_URL)).db

/** A copy of the database that may lag, if there is one. Only use it through `read`. */
export const replica: Database | undefined = env.DATABASE_REPLICA_URL
  ? (await openDatabase(env.DATABASE_REPLICA_URL)).db
  : undefined

/** Closes all of this process's database connections; they can't be used afterwards. */
export async function closeDatabases(): Promise<void> {
  const closing = [...connections.values()].map((connection) => connection.close())
  connections.clear()
  await Promise.all(closing)
}
