import 'server-only'
import { env } from '../env'
import type { Connection, Database } from './database'
import { traceStatements } from '../telemetry/statements'
import { connect } from './drivers'

const open = Symbol.for('next-neon-starter.databases')

/**
 * The databases that are open in this process. Next may run this module more than once in one process
 * (for pages and for routes, and anew after each edit in development); all share their pools.
 */
const connections = openConnections()

function openConnections(): Map<string, Connection> {
  const scope = globalThis as typeof globalThis & { [open]?: Map<string, Connection> }
  if (scope[open]) return scope[open]
  const all = (scope[open] = new Map<string, Connection>())
  // Asked to end, Next finishes what is in flight and then exits: pools that close any earlier would
  // be missing to the requests that are still served. Nothing can be awaited here, but most drivers say
  // goodbye to the server at once, and the system closes the rest.
  process.once('exit', () => {
    for (const connection of all.values()) void connection.close()
  })
  return all
}

async function openDatabase(url: string): Promise<Connection> {
  const key = `${env.DATABASE_DRIVER} ${url}`
  const made = connections.get(key) ?? (await connect(env.DATABASE_DRIVER, url))
  // Another run of this module may have been quicker; what was made has not connected yet.
  const known = connections.get(key)
  if (known) return known
  traceStatements(made.db)
  connections.set(key, made)
  return made
}

/** The one database client: Drizzle over the driver that `DATABASE_DRIVER` names. */
export const db: Database = (await openDatabase(env.DATABASE_URL)).db

/** A copy of the database that may lag, where there is one. To be asked through `read` alone. */
export const replica: Database | undefined = env.DATABASE_REPLICA_URL
  ? (await openDatabase(env.DATABASE_REPLICA_URL)).db
  : undefined

/** Closes all connections of this process to its databases; they cannot be used after that. */
export async function closeDatabases(): Promise<void> {
  const closing = [...connections.values()].map((connection) => connection.close())
  connections.clear()
  await Promise.all(closing)
}
