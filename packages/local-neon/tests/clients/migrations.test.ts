import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import createKnex from 'knex'
import { Kysely, Migrator, PostgresDialect, sql } from 'kysely'
import { runner } from 'node-pg-migrate'
import pg from 'pg'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import type { LocalNeon } from '../../src/index'
import { startForTest, until } from '../support'
import { makeDatabase } from './database'

/** By name. The second waits until nobody has locked `gate`. */
const MIGRATIONS = {
  '1700000000001_authors': 'CREATE TABLE authors (id int PRIMARY KEY, name text NOT NULL)',
  '1700000000002_books': `INSERT INTO gate VALUES (1);
    CREATE TABLE books (id int PRIMARY KEY, author int NOT NULL REFERENCES authors)`,
}
const names = Object.keys(MIGRATIONS)
type Name = keyof typeof MIGRATIONS

let local: LocalNeon
/** The migrations as files, for tools that need them. */
let folder: string

beforeAll(async () => {
  local = await startForTest()
  folder = await mkdtemp(join(tmpdir(), 'local-neon-migrations-'))
  for (const [name, text] of Object.entries(MIGRATIONS)) {
    await writeFile(join(folder, `${name}.sql`), text)
  }
})

afterAll(async () => {
  await local.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Applies the pending migrations; returns their names. */
type Migrate = (url: string) => Promise<string[]>

async function migrateByKysely(url: string): Promise<string[]> {
  await using db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }),
  })
  const migrations = Object.entries(MIGRATIONS).map(([name, text]) => {
    const up = async (tx: Kysely<unknown>) => {
      for (const statement of text.split(';')) await sql.raw(statement).execute(tx)
    }
    return [name, { up }]
  })
  const provider = { getMigrations: async () => Object.fromEntries(migrations) }
  const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest()
  if (error !== undefined) throw error
  return results.map(({ migrationName }) => migrationName)
}

async function migrateByNodePgMigrate(url: string): Promise<string[]> {
  const done = await runner({
    databaseUrl: url,
    dir: folder,
    direction: 'up',
    migrationsTable: 'migrations',
    log: () => {},
  })
  return done.map(({ name }) => name)
}

async function migrateByKnex(url: string): Promise<string[]> {
  const knex = createKnex({
    client: 'pg',
    connection: url,
    migrations: {
      migrationSource: {
        getMigrations: async () => names,
        getMigrationName: (name: Name) => name,
        getMigration: async (name: Name) => ({
          up: (tx) => tx.raw(MIGRATIONS[name]),
          down: async () => {},
        }),
      },
    },
  })
  try {
    const [, done]: [number, string[]] = await knex.migrate.latest()
    return done
  } finally {
    await knex.destroy()
  }
}

interface Tool {
  name: string
  migrate: Migrate
  /** While another has its lock, it refuses to start, or waits for this type of lock. */
  locked: RegExp | 'advisory' | 'transactionid'
}

const tools: Tool[] = [
  { name: "Kysely's Migrator", migrate: migrateByKysely, locked: 'advisory' },
  {
    name: 'node-pg-migrate',
    migrate: migrateByNodePgMigrate,
    locked: /Another migration is already running/,
  },
  // Its lock is a row its transaction changes.
  { name: 'knex', migrate: migrateByKnex, locked: 'transactionid' },
]

it.each(tools)('$name migrates once, by its lock', async ({ name, migrate, locked }) => {
  const url = await makeDatabase(local, name)
  const watcher = new pg.Pool({ connectionString: url })
  onTestFinished(() => watcher.end())
  const waiting = async (condition: string) => {
    const { rows } = await watcher.query(
      `SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid)
       WHERE NOT granted AND datname = current_database() AND ${condition}`,
    )
    return rows.length > 0
  }
  await watcher.query('CREATE TABLE gate (n int)')
  const keeper = await watcher.connect()
  await keeper.query('BEGIN; LOCK TABLE gate')

  const first = migrate(url)
  await until(() => waiting(`relation = 'gate'::regclass`))
  const second = migrate(url)
  if (locked instanceof RegExp) await expect(second).rejects.toThrow(locked)
  else await until(() => waiting(`locktype = '${locked}'`))
  await keeper.query('COMMIT')
  keeper.release()

  expect(await first).toEqual(names)
  if (!(locked instanceof RegExp)) expect(await second).toEqual([])
  expect(await migrate(url)).toEqual([])
  const { rows } = await watcher.query(
    'SELECT (SELECT count(*)::int FROM books) AS books, n FROM gate',
  )
  expect(rows).toEqual([{ books: 0, n: 1 }])
})
