import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { quoteIdentifier } from '../postgres/quote'
import { findServer } from './server'

/** A database of your own; `await using` drops it. */
export interface FreshDatabase extends AsyncDisposable {
  name: string
  /** Like local Neon's `databaseUrl`: for any driver. */
  databaseUrl: string
  /** The same on the plain Postgres port. */
  databaseUrlUnpooled: string
  /** Local Neon's variables for this database: `Object.assign(process.env, database.variables)`. */
  variables: Record<string, string>
  /** Connections to it. */
  pool: pg.Pool
  /** Ends the connections and drops it, even while in use. Idempotent. */
  drop(): Promise<void>
}

/**
 * Makes a database by cloning `setupLocalNeon`'s template: its tables are there, with the data from
 * `prepare`.
 *
 * @throws if `setupLocalNeon` hasn't run
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = findServer()
  if (server === undefined) {
    throw new Error(
      'There is no local Neon for these tests. Name a file in `globalSetup` of your test runner that ' +
        'has `export default setupLocalNeon()` (from "local-neon/testing").',
    )
  }
  const name = `test_${randomBytes(8).toString('hex')}`
  const [quoted, template] = [quoteIdentifier(name), quoteIdentifier(server.template)]
  const admin = adminPool(server.databaseUrlUnpooled)
  await admin.query(`CREATE DATABASE ${quoted} TEMPLATE ${template}`)
  const databaseUrl = databaseAt(server.databaseUrl, name)
  const databaseUrlUnpooled = databaseAt(server.databaseUrlUnpooled, name)
  const pool = new pg.Pool({ connectionString: databaseUrlUnpooled })
  let dropped: Promise<void> | null = null
  const drop = () =>
    (dropped ??= pool.end().then(async () => {
      await admin.query(`DROP DATABASE ${quoted} WITH (FORCE)`)
    }))
  return {
    name,
    databaseUrl,
    databaseUrlUnpooled,
    variables: {
      ...server.variables,
      DATABASE_URL: databaseUrl,
      DATABASE_URL_UNPOOLED: databaseUrlUnpooled,
    },
    pool,
    drop,
    [Symbol.asyncDispose]: drop,
  }
}

/** The same connection string with another database. */
export function databaseAt(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${encodeURIComponent(name)}`
  return changed.href
}

let admin: { url: string; pool: pg.Pool } | null = null

/** Connections kept for a moment, so not every database costs a sign-in. */
function adminPool(url: string): pg.Pool {
  if (admin?.url === url) return admin.pool
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    idleTimeoutMillis: 1000,
    allowExitOnIdle: true,
  })
  // The pool replaces one that breaks while idle.
  pool.on('error', () => {})
  admin = { url, pool }
  return pool
}
