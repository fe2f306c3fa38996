import nextEnv from '@next/env'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { isLoopbackHost } from '../lib/http/loopback'

const migrationsFolder = fileURLToPath(new URL('../drizzle', import.meta.url))

/** The database that the scripts work on: the direct connection when there is one. */
export function databaseUrl(): URL {
  nextEnv.loadEnvConfig(process.cwd(), true, { info: () => {}, error: console.error })
  const value = process.env.DATABASE_URL_UNPOOLED || process.env.DATABASE_URL
  if (!value || !URL.canParse(value)) {
    throw new Error(
      'DATABASE_URL is missing. Set it in .env.local or run `npm run local-neon`, which prints it.',
    )
  }
  return new URL(value)
}

/** How a database is named to people: host and database, no password. */
export function describe(url: URL): string {
  return `${decodeURIComponent(url.pathname.slice(1))} on ${url.host}`
}

/** Whether a database is on this machine. */
export function isLocal(url: URL): boolean {
  return isLoopbackHost(url.hostname)
}

/**
 * Applies the migrations in `drizzle/` that the database does not have yet.
 *
 * @param pool connections to the database, as its owner
 */
export async function migrateDatabase(pool: pg.Pool): Promise<void> {
  await migrate(drizzle({ client: pool }), { migrationsFolder })
}

/**
 * Drops the app's tables and the users of Neon Auth; its settings stay.
 *
 * @throws after five seconds when somebody works with a table
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

/** Runs `work` with a pool on the database of the environment, and closes it. */
export async function withDatabase<T>(work: (pool: pg.Pool, url: URL) => Promise<T>): Promise<T> {
  const url = databaseUrl()
  const pool = new pg.Pool({ connectionString: url.href, max: 1, connectionTimeoutMillis: 15_000 })
  try {
    return await work(pool, url)
  } finally {
    await pool.end()
  }
}

/** Runs a script to its end and leaves: its failure is one readable line and exit code 1. */
export function main(work: () => Promise<void>): void {
  work().then(
    () => process.exit(),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error)
      process.exit(1)
    },
  )
}
