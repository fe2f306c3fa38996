import { neon } from '@neondatabase/serverless'
import type { NeonQueryFunction } from '@neondatabase/serverless'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/neon-http'
import { boolean, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalNeon } from '../../src/index'
import { errorOf, startForTest, until, useLocalEndpoints } from '../support'

let local: LocalNeon
let sql: NeonQueryFunction<false, false>

beforeAll(async () => {
  useLocalEndpoints()
  local = await startForTest()
  sql = neon(local.databaseUrl)
  await sql`DROP SCHEMA IF EXISTS http_test CASCADE`
  await sql`CREATE SCHEMA http_test`
  await sql`CREATE TABLE http_test.notes (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL UNIQUE,
    length int CHECK (length < 100), tags text[])`
})

afterAll(() => local.stop())

describe('the unmodified driver', () => {
  it('gives values as JavaScript, nulls included', async () => {
    const rows = await sql`SELECT ${1}::int AS one, ${null}::text AS nothing, true AS yes,
      ARRAY[1,NULL,3] AS numbers, '{"a":[1]}'::jsonb AS json, '\\x00ff'::bytea AS bytes,
      9007199254740993::int8 AS big, 1.10::numeric AS exact, '2026-01-02T03:04:05Z'::timestamptz AS at`
    expect(rows).toEqual([
      {
        one: 1,
        nothing: null,
        yes: true,
        numbers: [1, null, 3],
        json: { a: [1] },
        bytes: Buffer.from([0, 255]),
        big: '9007199254740993',
        exact: '1.10',
        at: new Date('2026-01-02T03:04:05Z'),
      },
    ])
  })

  it('gives full results and arrays when asked', async () => {
    const full = neon(local.databaseUrl, { fullResults: true, arrayMode: true })
    const result = await full`INSERT INTO http_test.notes (body, tags)
      VALUES ('first', ARRAY['a "quoted"', 'b,c', 'back\\slash']) RETURNING body, tags`
    expect(result).toMatchObject({
      command: 'INSERT',
      rowCount: 1,
      rowAsArray: true,
      rows: [['first', ['a "quoted"', 'b,c', 'back\\slash']]],
    })
    expect(result.fields.map(({ name, dataTypeID }) => [name, dataTypeID])).toEqual([
      ['body', 25],
      ['tags', 1009],
    ])
  })

  it.each([
    ['SELECT 1/0', { code: '22012', message: 'division by zero', severity: 'ERROR' }],
    ['SELECT * FROM nowhere', { code: '42P01', position: '15' }],
    ['SELECT 1; SELECT 2', { code: '42601' }],
    ['SELECT $1::int', { code: '08P01' }],
    [
      "INSERT INTO http_test.notes (body) VALUES ('twice'), ('twice')",
      {
        code: '23505',
        schema: 'http_test',
        table: 'notes',
        constraint: 'notes_body_key',
        detail: 'Key (body)=(twice) already exists.',
      },
    ],
    [
      'INSERT INTO http_test.notes (body) VALUES (NULL)',
      { code: '23502', column: 'body', table: 'notes' },
    ],
    [
      "INSERT INTO http_test.notes (body, length) VALUES ('long', 100)",
      { code: '23514', constraint: 'notes_length_check' },
    ],
  ])('gives the error fields of Postgres: %s', async (text, fields) => {
    const error = await errorOf(sql.query(text))
    expect(error).toMatchObject({ name: 'NeonDbError', ...fields })
    expect(error['file']).toMatch(/\.c$/)
    expect(error['routine']).toBeTypeOf('string')
  })

  it('runs a batch in one transaction', async () => {
    const results = await sql.transaction([
      sql`INSERT INTO http_test.notes (body) VALUES ('in a batch')`,
      sql`SELECT count(*)::int AS count FROM http_test.notes WHERE body = 'in a batch'`,
    ])
    expect(results[1]).toEqual([{ count: 1 }])
  })

  it('rolls back the whole batch when one query fails', async () => {
    const batch = sql.transaction([
      sql`INSERT INTO http_test.notes (body) VALUES ('never')`,
      sql`SELECT 1/0`,
    ])
    expect(await errorOf(batch)).toMatchObject({ code: '22012' })
    expect(await sql`SELECT * FROM http_test.notes WHERE body = 'never'`).toEqual([])
  })

  it('reports a constraint that fails only at COMMIT', async () => {
    await sql`CREATE TABLE http_test.deferred (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)`
    const batch = sql.transaction([sql`INSERT INTO http_test.deferred VALUES (1), (1)`])
    expect(await errorOf(batch)).toMatchObject({ code: '23505' })
    expect(await sql`SELECT * FROM http_test.deferred`).toEqual([])
  })

  it.each([
    ['ReadUncommitted', 'read uncommitted'],
    ['ReadCommitted', 'read committed'],
    ['RepeatableRead', 'repeatable read'],
    ['Serializable', 'serializable'],
  ] as const)('runs a batch as %s', async (isolationLevel, expected) => {
    const [rows] = await sql.transaction([sql`SHOW transaction_isolation`], { isolationLevel })
    expect(rows).toEqual([{ transaction_isolation: expected }])
  })

  it('runs a batch read only and deferrable', async () => {
    const options = { readOnly: true, deferrable: true, isolationLevel: 'Serializable' } as const
    const results = await sql.transaction(
      [sql`SHOW transaction_read_only`, sql`SHOW transaction_deferrable`],
      options,
    )
    expect(results).toEqual([[{ transaction_read_only: 'on' }], [{ transaction_deferrable: 'on' }]])
    const write = sql.transaction([sql`CREATE TABLE http_test.not_now ()`], options)
    expect(await errorOf(write)).toMatchObject({ code: '25006' })
  })

  it('answers fifty requests at once', async () => {
    const numbers = Array.from({ length: 50 }, (_, index) => index)
    const results = await Promise.all(numbers.map((number) => sql`SELECT ${number}::int AS number`))
    expect(results).toEqual(numbers.map((number) => [{ number }]))
  })

  it('keeps nothing of one request for the next', async () => {
    await sql`SET TIME ZONE 'Europe/Berlin'`
    await sql`SELECT set_config('app.user_id', '7', false)`
    await sql`CREATE TEMPORARY TABLE http_temporary (id int)`
    await sql`PREPARE http_prepared AS SELECT 1`
    await sql`LISTEN http_channel`
    await sql`BEGIN`
    await sql`INSERT INTO http_test.notes (body) VALUES ('outside of any transaction')`
    expect(await sql`SHOW TimeZone`).not.toEqual([{ TimeZone: 'Europe/Berlin' }])
    const [setting] = await sql`SELECT nullif(current_setting('app.user_id', true), '') AS id`
    expect(setting).toEqual({ id: null })
    expect(await errorOf(sql`SELECT * FROM http_temporary`)).toMatchObject({ code: '42P01' })
    expect(await errorOf(sql`EXECUTE http_prepared`)).toMatchObject({ code: '26000' })
    expect(await sql`SELECT pg_listening_channels()`).toEqual([])
    expect(await sql`SELECT body FROM http_test.notes WHERE body LIKE 'outside%'`).toHaveLength(1)
  })

  it('cancels the query of a client that goes away', async () => {
    const controller = new AbortController()
    const signal = controller.signal
    const slow = sql.query('SELECT pg_sleep(600)', [], { fetchOptions: { signal } })
    const failed = errorOf(slow)
    await until(async () => {
      if (local.stats.snapshot().sql.requests === 0) return false
      return true
    })
    setImmediate(() => controller.abort())
    await failed
    expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }])
  })

  it('is who Neon says', async () => {
    const [row] = await sql`SELECT current_user AS user, current_database() AS database,
      (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS super`
    const url = new URL(local.databaseUrl)
    expect(row).toMatchObject({ user: url.username, database: url.pathname.slice(1) })
  })
})

describe('Drizzle', () => {
  const things = pgTable('http_things', {
    id: integer().generatedAlwaysAsIdentity().primaryKey(),
    name: text().notNull(),
    done: boolean().notNull().default(false),
    data: jsonb(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  })

  it('reads, writes and batches', async () => {
    const db = drizzle(local.databaseUrl)
    await db.execute(`DROP TABLE IF EXISTS http_things`)
    await db.execute(`CREATE TABLE http_things (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      name text NOT NULL, done boolean NOT NULL DEFAULT false, data jsonb,
      at timestamptz NOT NULL DEFAULT now())`)
    const [made] = await db
      .insert(things)
      .values({ name: 'a', data: { deep: [1] } })
      .returning()
    expect(made).toMatchObject({ id: 1, name: 'a', done: false, data: { deep: [1] } })
    expect(made?.at).toBeInstanceOf(Date)
    const [, found] = await db.batch([
      db.update(things).set({ done: true }).where(eq(things.id, 1)),
      db.select({ done: things.done }).from(things),
    ])
    expect(found).toEqual([{ done: true }])
  })
})
