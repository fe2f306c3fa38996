import { Pool as NeonPool } from '@neondatabase/serverless'
import { Pool as PgPool } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { LocalNeon } from '../../src/index'
import { startForTest, until, useLocalEndpoints } from '../support'

let local: LocalNeon

beforeAll(async () => {
  useLocalEndpoints()
  local = await startForTest()
  await local.pool.query('DROP TABLE IF EXISTS kept')
  await local.pool.query('CREATE TABLE kept (n int)')
})

afterEach(() => local.faults.set('database', null))

afterAll(() => local.stop())

/** The parts of both drivers that these tests use. */
interface Client {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
  on(event: 'error', listener: (error: unknown) => void): unknown
  on(event: 'end', listener: () => void): unknown
  release(destroy?: boolean): void
}
interface Pool {
  connect(): Promise<Client>
  query(text: string): Promise<{ rows: unknown[] }>
  on(event: 'error', listener: (error: unknown) => void): unknown
  end(): Promise<void>
}

const drivers: Record<string, (options: object) => Pool> = {
  pg: (options) => new PgPool({ connectionString: local.databaseUrl, ...options }),
  '@neondatabase/serverless': (options) =>
    new NeonPool({ connectionString: local.databaseUrl, ...options }),
}

/** A promise's failure: Neon's driver passes on WebSocket events, which aren't errors. */
async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  const failed = Symbol('failed')
  let failure: unknown
  const outcome = await promise.catch((reason: unknown) => {
    failure = reason
    return failed
  })
  if (outcome !== failed) throw new Error('it did not fail')
  return failure
}

const noAnswer = { message: 'Query read timeout' }

describe.each(Object.entries(drivers))('an open connection of %s', (_, makePool) => {
  let pool: Pool
  let client: Client
  /** Settles when the connection ends. */
  let ended: Promise<unknown>
  let hasEnded: boolean
  let errors: unknown[]

  /** @param options such as `query_timeout`, in milliseconds */
  async function open(options: object = {}): Promise<void> {
    pool = makePool(options)
    errors = []
    hasEnded = false
    pool.on('error', (error: unknown) => errors.push(error))
    client = await pool.connect()
    client.on('error', (error: unknown) => errors.push(error))
    ended = new Promise<void>((resolve) => client.on('end', resolve)).then(() => (hasEnded = true))
    await client.query('SELECT 1')
  }

  /** The pool is usable again: its connections and new ones. */
  async function expectRecovery(): Promise<void> {
    local.faults.set('database', null)
    const { rows } = await pool.query('SELECT 1 AS one')
    expect(rows).toEqual([{ one: 1 }])
    await pool.end()
    expect((await local.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  }

  it('stays open and gets no answer while the database hangs; then it is closed', async () => {
    await open({ query_timeout: 1000 })
    local.faults.set('database', { kind: 'hang' })
    expect(await failureOf(client.query('SELECT 1'))).toMatchObject(noAnswer)
    expect(hasEnded).toBe(false)
    expect((await local.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    local.faults.set('database', null)
    await ended
    client.release(true)
    await expectRecovery()
  })

  it('of which nothing was asked outlives a database that hung', async () => {
    await open()
    local.faults.set('database', { kind: 'hang' })
    local.faults.set('database', null)
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    client.release()
    await expectRecovery()
  })

  it('gets none of an answer that was late when the database hung', async () => {
    await open({ query_timeout: 2000 })
    local.faults.set('database', { kind: 'latency', ms: 500 })
    const failed = failureOf(client.query('SELECT 2'))
    await until(() => local.stats.snapshot().recent[0]?.text === 'SELECT 2')
    local.faults.set('database', { kind: 'hang' })
    expect(await failed).toMatchObject(noAnswer)
    local.faults.set('database', null)
    await ended
    client.release(true)
    await expectRecovery()
  })

  it.each(['refuse', 'reset', 'status500', 'html'] as const)('ends at once: %s', async (kind) => {
    await open()
    const failed = failureOf(client.query('SELECT pg_sleep(60)'))
    local.faults.set('database', { kind })
    await ended
    await failed
    expect(errors).not.toEqual([])
    client.release(true)
    await failureOf(pool.query('SELECT 1'))
    await expectRecovery()
  })

  it('rolls back the transaction it was in', async () => {
    for (const kind of ['refuse', 'reset', 'hang'] as const) {
      await open({ query_timeout: 1000 })
      await client.query('BEGIN')
      await client.query('INSERT INTO kept VALUES (1)')
      local.faults.set('database', { kind })
      if (kind === 'hang') {
        await failureOf(client.query('SELECT 1'))
        // Like a client that has waited long enough.
        client.release(true)
      } else await ended
      // The embedded Postgres has one session, so this waits for the transaction to end.
      expect((await local.pool.query('SELECT * FROM kept')).rows).toEqual([])
      if (kind !== 'hang') client.release(true)
      await expectRecovery()
    }
  })

  it('gets each answer later, whole and in order', async () => {
    await open()
    const ms = 120
    local.faults.set('database', { kind: 'latency', ms })
    for (const text of ['a', 'b'.repeat(500_000), 'c']) {
      const start = performance.now()
      expect((await client.query('SELECT $1::text AS text', [text])).rows).toEqual([{ text }])
      expect(performance.now() - start).toBeGreaterThanOrEqual(ms)
    }
    // What comes after the fault doesn't overtake what is still on its way.
    const late = client.query("SELECT 'late' AS text")
    const next = client.query("SELECT 'next' AS text")
    await until(() => local.stats.snapshot().recent[0]?.text === "SELECT 'late' AS text")
    local.faults.set('database', null)
    expect((await late).rows).toEqual([{ text: 'late' }])
    expect((await next).rows).toEqual([{ text: 'next' }])
    client.release()
    await expectRecovery()
  })

  it('is set up later, too', async () => {
    local.faults.set('database', { kind: 'latency', ms: 50 })
    const start = performance.now()
    await open()
    expect(performance.now() - start).toBeGreaterThanOrEqual(2 * 50)
    client.release()
    await expectRecovery()
  })
})
