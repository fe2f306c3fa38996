import { Client, neonConfig, Pool } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-serverless'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { LocalNeon } from '../../src/index'
import { breakConnection, errorOf, startForTest, until, useLocalEndpoints } from '../support'

let local: LocalNeon

beforeAll(async () => {
  useLocalEndpoints()
  local = await startForTest()
})

afterAll(() => local.stop())

async function connect(url = local.databaseUrl): Promise<Client> {
  const client = new Client(url)
  await client.connect()
  return client
}

function raise(error: Error): never {
  throw error
}

/** A client whose connection ends with an error, which it also emits. */
async function refused(change: (url: URL) => void): Promise<Record<string, unknown>> {
  const url = new URL(local.databaseUrl)
  change(url)
  const client = new Client(url.href)
  const failed = new Promise<Error>((resolve) => client.on('error', resolve))
  // A pipelined connect succeeds before the password check, in the cloud too.
  await client.connect().catch(() => {})
  const error = await errorOf(Promise.race([client.query('SELECT 1'), failed.then(raise)]))
  await client.end().catch(() => {})
  return error
}

describe('the unmodified driver over WebSocket', () => {
  it.each(['password', false] as const)('signs in with pipelineConnect %s', async (pipeline) => {
    neonConfig.pipelineConnect = pipeline
    const client = await connect()
    expect((await client.query('SELECT $1::int AS one', [1])).rows).toEqual([{ one: 1 }])
    await client.end()
    neonConfig.pipelineConnect = 'password'
  })

  it('refuses a wrong password, user and database as the proxy does', async () => {
    expect(await refused((url) => (url.password = 'no'))).toMatchObject({ code: 'XX000' })
    expect(await refused((url) => (url.username = 'nobody'))).toMatchObject({
      message: "password authentication failed for user 'nobody'",
    })
    expect(await refused((url) => (url.pathname = '/nothing'))).toMatchObject({
      message: 'database "nothing" does not exist',
    })
  })

  it('knows no other path', async () => {
    const socket = new WebSocket(local.sqlEndpoint.replace('http', 'ws'))
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve))
    expect(error.message).toContain('404')
  })

  it('keeps transactions to themselves', async () => {
    const pool = new Pool({ connectionString: local.databaseUrl })
    await pool.query('DROP TABLE IF EXISTS ws_notes; CREATE TABLE ws_notes (body text)')
    const client = await pool.connect()
    await client.query('BEGIN')
    await client.query('INSERT INTO ws_notes VALUES ($1)', ['not yet'])
    const count = pool.query('SELECT count(*)::int AS count FROM ws_notes')
    await client.query('ROLLBACK')
    client.release()
    expect((await count).rows).toEqual([{ count: 0 }])
    await pool.end()
  })

  it('pipelines what is sent at once', async () => {
    const client = await connect()
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => client.query('SELECT $1::int AS n', [index])),
    )
    expect(results.map((result) => result.rows)).toEqual(results.map((_, index) => [{ n: index }]))
    await client.end()
  })

  it('delivers notifications to those who listen', async () => {
    const [listener, other, sender] = [await connect(), await connect(), await connect()]
    const heard: unknown[] = []
    listener.on('notification', ({ channel, payload }) => heard.push([channel, payload]))
    other.on('notification', () => heard.push('the other'))
    await listener.query('LISTEN "Ws Channel"')
    await other.query('LISTEN another_channel')
    await sender.query(`NOTIFY "Ws Channel", 'hello'`)
    await sender.query('SELECT pg_notify($1, $2)', ['Ws Channel', 'again'])
    await until(() => heard.length >= 2)
    await listener.query('UNLISTEN *')
    await sender.query(`NOTIFY "Ws Channel", 'unheard'`)
    await listener.query('SELECT 1')
    expect(heard).toEqual([
      ['Ws Channel', 'hello'],
      ['Ws Channel', 'again'],
    ])
    await Promise.all([listener.end(), other.end(), sender.end()])
  })

  it('sends large values both ways', async () => {
    const client = await connect()
    const text = 'é'.repeat(2_000_000)
    const { rows } = await client.query('SELECT $1::text AS text', [text])
    expect(rows[0]?.text === text).toBe(true)
    await client.end()
  })

  it('rolls back for a client that is gone', async () => {
    const client = await connect()
    await client.query('BEGIN')
    await client.query('CREATE TABLE ws_never (id int)')
    breakConnection(client)
    const other = await connect()
    expect((await other.query(`SELECT to_regclass('ws_never') AS name`)).rows).toEqual([
      { name: null },
    ])
    await other.end()
  })

  it('gives the errors of Postgres', async () => {
    const client = await connect()
    expect(await errorOf(client.query('SELECT * FROM nowhere'))).toMatchObject({
      code: '42P01',
      position: '15',
      severity: 'ERROR',
    })
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await client.end()
  })
})

describe('Drizzle over WebSocket', () => {
  it('runs interactive transactions', async () => {
    const pool = new Pool({ connectionString: local.databaseUrl })
    const db = drizzle(pool)
    await db.execute(sql`DROP TABLE IF EXISTS ws_drizzle`)
    await db.execute(sql`CREATE TABLE ws_drizzle (n int)`)
    const failing = db.transaction(async (tx) => {
      await tx.execute(sql`INSERT INTO ws_drizzle VALUES (1)`)
      const inside = await tx.execute(sql`SELECT count(*)::int AS count FROM ws_drizzle`)
      expect(inside.rows).toEqual([{ count: 1 }])
      throw new Error('changed my mind')
    })
    expect(await errorOf(failing)).toMatchObject({ message: 'changed my mind' })
    const after = await db.execute(sql`SELECT count(*)::int AS count FROM ws_drizzle`)
    expect(after.rows).toEqual([{ count: 0 }])
    await pool.end()
  })
})
