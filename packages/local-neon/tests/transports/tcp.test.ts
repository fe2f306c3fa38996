import { connect as connectSocket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Client, Pool } from 'pg'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalNeon } from '../../src/index'
import { breakConnection, errorOf, startForTest, until } from '../support'

let local: LocalNeon

beforeAll(async () => {
  local = await startForTest()
})

afterAll(() => local.stop())

async function connect(url = local.databaseUrl, more: object = {}): Promise<Client> {
  const client = new Client({ connectionString: url, ...more })
  await client.connect()
  return client
}

async function backendOf(client: Client): Promise<{ processID: number; secretKey: number }> {
  await client.query('SELECT 1')
  return client as unknown as { processID: number; secretKey: number }
}

/** Cancels a statement once it's running; too early or twice, that might end none, or the next one. */
async function cancel(client: Client, text: string): Promise<void> {
  const running = `SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query = $1`
  await until(async () => (await local.pool.query(running, [text])).rowCount === 1)
  const { processID, secretKey } = client as unknown as { processID: number; secretKey: number }
  const packet = Buffer.alloc(16)
  packet.writeInt32BE(16, 0)
  packet.writeInt32BE(80877102, 4)
  packet.writeInt32BE(processID, 8)
  packet.writeInt32BE(secretKey, 12)
  const socket = connectSocket(Number(new URL(local.databaseUrl).port), 'localhost')
  await new Promise((resolve) => socket.once('close', resolve).resume().end(packet))
}

describe('signing in', () => {
  it('works at both ports', async () => {
    for (const url of [local.databaseUrl, local.databaseUrlUnpooled]) {
      const client = await connect(url)
      expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
      await client.end()
    }
  })

  it.each([
    ['password', 'wrong', '28P01'],
    ['username', 'nobody', '28P01'],
    ['pathname', '/nothing', '3D000'],
  ] as const)('refuses a wrong %s', async (part, value, code) => {
    const url = new URL(local.databaseUrl)
    url[part] = value
    expect(await errorOf(connect(url.href))).toMatchObject({ code, severity: 'FATAL' })
  })

  it('takes parameters at startup', async () => {
    const client = await connect(local.databaseUrl, {
      application_name: 'a test',
      options: '-c timezone=Europe/Berlin -c search_path=pg_catalog',
    })
    const { rows } = await client.query(`SELECT current_setting('application_name') AS name,
      current_setting('timezone') AS zone, current_setting('search_path') AS path`)
    expect(rows).toEqual([{ name: 'a test', zone: 'Europe/Berlin', path: 'pg_catalog' }])
    await client.end()
  })

  it('refuses parameters that Postgres does not know', async () => {
    const failed = errorOf(connect(local.databaseUrl, { options: '-c nothing_like_that=1' }))
    expect(await failed).toMatchObject({
      code: '42704',
      severity: 'FATAL',
      message: 'unrecognized configuration parameter "nothing_like_that"',
    })
    const options = '-c app.of_my_own=1 -c TimeZone=UTC -c role=none endpoint=ep-some-endpoint'
    const client = await connect(local.databaseUrl, { options })
    const { rows } = await client.query(`SELECT current_setting('app.of_my_own') AS own`)
    expect(rows).toEqual([{ own: '1' }])
    await client.end()
  })

  it.each([
    ['-c timezone=Nowhere', '22023'],
    ['-c statement_timeout=soon', '22023'],
    ['-c max_connections=5', '55P02'],
  ])('refuses the value in %s', async (options, code) => {
    const failed = errorOf(connect(local.databaseUrl, { options }))
    expect(await failed).toMatchObject({ severity: 'FATAL', code })
  })

  it('drops other parameters of the packet, as the proxy does', async () => {
    const connection = { statement_timeout: 4321, pgbouncer: 'true' }
    const dropped = postgres(local.databaseUrl, { connection })
    expect([...(await dropped`SHOW statement_timeout`)]).toEqual([{ statement_timeout: '0' }])
    await dropped.end()
    const passed = postgres(local.databaseUrl, {
      connection: { statement_timeout: 4321, options: 'neon_proxy_params_compat:true' },
    })
    expect([...(await passed`SHOW statement_timeout`)]).toEqual([{ statement_timeout: '4321ms' }])
    await passed.end()
  })
})

describe('clients beside each other', () => {
  it('have their own settings, statements and temporary tables', async () => {
    const [one, two] = [await connect(), await connect()]
    await one.query(`SET TIME ZONE 'Asia/Tokyo'`)
    await one.query(`SELECT set_config('app.user', 'one', false)`)
    await one.query('CREATE TEMPORARY TABLE mine (id serial PRIMARY KEY, owner text)')
    await one.query(`INSERT INTO mine (owner) VALUES ('one')`)
    await one.query('PREPARE by_sql AS SELECT 1 AS n')
    await one.query({ name: 'named', text: 'SELECT 1 AS n' })

    await two.query('CREATE TEMPORARY TABLE mine (id serial PRIMARY KEY, owner text)')
    await two.query('PREPARE by_sql AS SELECT 2 AS n')
    expect((await two.query({ name: 'named', text: 'SELECT 2 AS n' })).rows).toEqual([{ n: 2 }])
    expect((await two.query('SELECT owner FROM mine')).rows).toEqual([])
    const { rows } = await two.query(`SELECT current_setting('timezone') AS zone,
      coalesce(current_setting('app.user', true), '') AS app`)
    expect(rows[0]).toMatchObject({ app: '' })
    expect(rows[0]?.zone).not.toBe('Asia/Tokyo')

    expect((await one.query({ name: 'named', text: 'SELECT 1 AS n' })).rows).toEqual([{ n: 1 }])
    expect((await one.query('EXECUTE by_sql')).rows).toEqual([{ n: 1 }])
    expect((await two.query('EXECUTE by_sql')).rows).toEqual([{ n: 2 }])
    expect((await one.query('INSERT INTO mine (owner) VALUES (1) RETURNING id')).rows).toEqual([
      { id: 2 },
    ])
    expect(
      (await one.query(`SELECT current_setting('timezone') AS z, current_setting('app.user') AS u`))
        .rows,
    ).toEqual([{ z: 'Asia/Tokyo', u: 'one' }])
    await Promise.all([one.end(), two.end()])
  })

  it('keep their prepared statements when another drops all of its own', async () => {
    const [one, two] = [await connect(), await connect()]
    const named = { name: 'kept', text: 'SELECT $1::int AS n' }
    await one.query({ ...named, values: [1] })
    await two.query('DEALLOCATE ALL')
    await two.query('DISCARD ALL')
    expect((await one.query({ ...named, values: [3] })).rows).toEqual([{ n: 3 }])
    expect((await two.query('SELECT current_user AS u')).rows).toEqual([
      { u: new URL(local.databaseUrl).username },
    ])
    await Promise.all([one.end(), two.end()])
  })

  it('see no alias in errors about statements', async () => {
    const client = await connect()
    await client.query({ name: 'once', text: 'SELECT 1' })
    await client.query('DEALLOCATE ALL')
    const again = errorOf(client.query({ name: 'once', text: 'SELECT 1' }))
    expect((await again)['message']).toBe('prepared statement "once" does not exist')
    await client.end()
  })

  it('wait for each other: 24 clients with interleaved transactions', async () => {
    const admin = await connect()
    await admin.query('DROP TABLE IF EXISTS tcp_counter; CREATE TABLE tcp_counter (n int)')
    await admin.query('INSERT INTO tcp_counter VALUES (0)')
    const work = async (round: number): Promise<void> => {
      const client = await connect(round % 2 === 0 ? local.databaseUrl : local.databaseUrlUnpooled)
      for (let step = 0; step < 5; step++) {
        await client.query('BEGIN')
        const { rows } = await client.query('SELECT n FROM tcp_counter FOR UPDATE')
        await client.query('UPDATE tcp_counter SET n = $1', [Number(rows[0]?.n) + 1])
        await client.query(step === 4 ? 'ROLLBACK' : 'COMMIT')
      }
      await client.end()
    }
    await Promise.all(Array.from({ length: 24 }, (_, round) => work(round)))
    expect((await admin.query('SELECT n FROM tcp_counter')).rows).toEqual([{ n: 24 * 4 }])
    await admin.end()
  })

  it('are rolled back when they die, and let go', async () => {
    const pool = new Pool({ connectionString: local.databaseUrl, max: 2 })
    await pool.query('DROP TABLE IF EXISTS tcp_dying; CREATE TABLE tcp_dying (n int)')
    for (let round = 0; round < 5; round++) {
      const client = await connect()
      await client.query('BEGIN; INSERT INTO tcp_dying VALUES (1)')
      breakConnection(client)
    }
    expect((await pool.query('SELECT count(*)::int AS n FROM tcp_dying')).rows).toEqual([{ n: 0 }])
    await pool.end()
  })
})

describe('cancelling', () => {
  it.each([
    'SELECT pg_sleep(600)',
    'DO $$ BEGIN LOOP END LOOP; END $$',
    'SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b',
  ])('stops %s', async (text) => {
    const client = await connect()
    await backendOf(client)
    const failed = errorOf(client.query(text))
    await cancel(client, text)
    expect(await failed).toMatchObject({ code: '57014' })
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await client.end()
  })

  it('stops what waits for a lock', async () => {
    const [holder, waiter] = [await connect(), await connect()]
    await backendOf(waiter)
    // Alone: in one message with BEGIN, the table wouldn't be committed yet.
    await holder.query('CREATE TABLE tcp_locked ()')
    await holder.query('BEGIN; LOCK TABLE tcp_locked')
    const text = 'SELECT FROM tcp_locked'
    const failed = errorOf(waiter.query(text))
    await cancel(waiter, text)
    expect(await failed).toMatchObject({ code: '57014' })
    await holder.query('DROP TABLE tcp_locked; COMMIT')
    await Promise.all([holder.end(), waiter.end()])
  })

  it('obeys statement_timeout', async () => {
    const client = await connect(local.databaseUrl, { options: '-c statement_timeout=100' })
    expect(await errorOf(client.query('SELECT pg_sleep(600)'))).toMatchObject({
      code: '57014',
      message: 'canceling statement due to statement timeout',
    })
    await client.query('SET statement_timeout = 0')
    await client.query('SELECT pg_sleep(0.2)')
    await client.end()
  })
})

describe('postgres.js', () => {
  it('queries, begins, copies and listens', async () => {
    const sql = postgres(local.databaseUrl, { onnotice: () => {} })
    await sql`DROP TABLE IF EXISTS tcp_copied`
    await sql`CREATE TABLE tcp_copied (id int, body text)`
    await pipeline(
      Readable.from(['1\tone\n', '2\ttw', 'o\n']),
      await sql`COPY tcp_copied FROM STDIN`.writable(),
    )
    expect([...(await sql`SELECT * FROM tcp_copied ORDER BY id`)]).toEqual([
      { id: 1, body: 'one' },
      { id: 2, body: 'two' },
    ])
    const chunks: Buffer[] = []
    for await (const chunk of await sql`COPY tcp_copied TO STDOUT`.readable()) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString()).toBe('1\tone\n2\ttwo\n')

    await sql
      .begin(async (tx) => {
        await tx`DELETE FROM tcp_copied`
        expect((await tx`SELECT 1 FROM tcp_copied`).length).toBe(0)
        throw new Error('no')
      })
      .catch(() => {})
    expect((await sql`SELECT 1 FROM tcp_copied`).length).toBe(2)

    const heard: string[] = []
    await sql.listen('tcp_channel', (payload) => heard.push(payload))
    await sql.notify('tcp_channel', 'hello')
    await until(() => heard.length > 0)
    expect(heard).toEqual(['hello'])
    await sql.end()
  })

  it('reads with a cursor', async () => {
    const sql = postgres(local.databaseUrl)
    const seen: number[] = []
    await sql`SELECT n FROM generate_series(1, 25) AS n`.cursor(10, (rows) => {
      seen.push(rows.length)
    })
    expect(seen).toEqual([10, 10, 5])
    await sql.end()
  })
})
