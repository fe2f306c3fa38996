import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { findRunning } from 'local-neon'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { isLoopbackHost } from '../../lib/http/loopback'
import { dataFolder, loadEnvironment } from './environment'

const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url))

/** A database for a script to work on. */
export interface Target {
  /** The direct connection, if there is one. */
  url: URL
  /** Its Neon Auth. */
  authUrl: string | undefined
  /** How to name it to people: database, host, and whose it is; no password. */
  name: string
}

/**
 * The scripts' database: the environment's, else the running local Neon's.
 *
 * @throws if there is neither, or the environment's isn't a database URL
 */
export function findDatabase(): Target {
  loadEnvironment()
  const variable = process.env.DATABASE_URL_UNPOOLED ? 'DATABASE_URL_UNPOOLED' : 'DATABASE_URL'
  const value = process.env[variable]
  if (value) {
    const url = parseDatabaseUrl(variable, value)
    return { url, authUrl: process.env.NEON_AUTH_BASE_URL, name: describe(url) }
  }
  const running = findRunning(dataFolder())
  if (running) {
    const url = new URL(running.databaseUrlUnpooled)
    return { url, authUrl: running.authUrl, name: `${describe(url)} (local Neon)` }
  }
  throw new Error(
    'DATABASE_URL is missing, and no local Neon is running. ' +
      'Start one (`npm run dev` or `npm run local-neon`), or set DATABASE_URL in .env.local.',
  )
}

function parseDatabaseUrl(variable: string, value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.pathname.length < 2) {
    throw new Error(
      `${variable} must look like postgresql://user:password@host/database; ` +
        'write special characters in the password as %xx.',
    )
  }
  // `pg` treats all of these alike, with a long warning that its next version won't.
  const isAlias = /^(prefer|require|verify-ca)$/.test(url.searchParams.get('sslmode') ?? '')
  if (isAlias && !url.searchParams.has('uselibpqcompat')) {
    url.searchParams.set('sslmode', 'verify-full')
  }
  return url
}

/** How to name a database to people: host and database, no password. */
export function describe(url: URL): string {
  return `${decodeURIComponent(url.pathname.slice(1))} on ${url.host}`
}

/** Whether a database is on this machine. */
export function isLocal(url: URL): boolean {
  return isLoopbackHost(url.hostname)
}

/**
 * Applies the migrations in `drizzle/` that the database doesn't have yet.
 *
 * @param pool connections to the database, as its owner
 */
export async function migrateDatabase(pool: pg.Pool): Promise<void> {
  await migrate(drizzle({ client: pool }), { migrationsFolder })
}

/**
 * Drops the app's tables and Neon Auth's users; its settings stay.
 *
 * @throws after five seconds if a table is in use
 */
export async function emptyDatabase(pool: pg.Pool): Promise<void> {
  await pool.query(`
    SET LOCAL lock_timeout = '5s';
    DROP SCHEMA IF EXISTS public, drizzle CASCADE;
    CREATE SCHEMA public;
    DELETE FROM neon_auth.organization;
    DELETE FROM neon_auth.verification;
    DELETE FROM neon_auth."user";
  `)
}

/** Runs `work` with a pool on the scripts' database, then closes it. */
export async function withDatabase<T>(
  work: (pool: pg.Pool, target: Target) => Promise<T>,
): Promise<T> {
  const target = findDatabase()
  const pool = new pg.Pool({
    connectionString: target.url.href,
    max: 1,
    connectionTimeoutMillis: 15_000,
  })
  try {
    return await work(pool, target)
  } finally {
    await pool.end()
  }
}
