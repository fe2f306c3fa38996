/** What needs several sessions at once. */
import { connect as connectSocket } from 'node:net'
import { neon } from '@neondatabase/serverless'
import { Client } from 'pg'
import { serialize } from 'pg-protocol'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { LocalNeon } from '../../src/index'
import { cstring, message } from '../../src/postgres/messages'
import { breakConnection, errorOf, startForTest, until, useLocalEndpoints } from '../support'

let local: LocalNeon
let clients: Client[] = []

beforeAll(async () => {
  useLocalEndpoints()
  local = await startForTest()
})

afterAll(() => local.stop())

beforeEach(async () => {
  await local.pool.query(`DROP TABLE IF EXISTS jobs, filled;
    CREATE TABLE jobs (id int PRIMARY KEY, n int NOT NULL DEFAULT 0);
    CREATE TABLE filled (n int);
    INSERT INTO jobs SELECT id FROM generate_series(1, 3) AS id`)
})

afterEach(async () => {
  await Promise.all(clients.map((client) => client.end().catch(() => {})))
  clients = []
})

async function connect(): Promise<Client> {
  const client = new Client(local.databaseUrl)
  client.on('error', () => {})
  clients.push(client)
  await client.connect()
  return client
}

/** Whether a client waits for a lock. */
async function waits(client: Client): Promise<boolean> {
  const { processID } = client as unknown as { processID: number }
  const { rowCount } = await local.pool.query(
    `SELECT FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock'`,
    [processID],
  )
  return rowCount === 1
}

describe('transactions beside each other', () => {
  it('keep nobody else waiting', async () => {
    const [one, two] = [await connect(), await connect()]
    await one.query('BEGIN; UPDATE jobs SET n = 1')
    expect((await two.query('SELECT sum(n)::int AS n FROM jobs')).rows).toEqual([{ n: 0 }])
    expect(await neon(local.databaseUrl)`SELECT count(*)::int AS n FROM jobs`).toEqual([{ n: 3 }])
    const answer = await fetch(`${local.authUrl}/get-session`)
    expect(answer.status).toBe(200)
    await one.query('COMMIT')
    expect((await two.query('SELECT sum(n)::int AS n FROM jobs')).rows).toEqual([{ n: 3 }])
  })

  it('refuse at once with NOWAIT, and pass by with SKIP LOCKED', async () => {
    const [one, two] = [await connect(), await connect()]
    await one.query('BEGIN; SELECT FROM jobs WHERE id = 1 FOR UPDATE')
    const begun = performance.now()
    const refused = two.query('SELECT FROM jobs WHERE id = 1 FOR UPDATE NOWAIT')
    expect(await errorOf(refused)).toMatchObject({ code: '55P03' })
    expect(performance.now() - begun).toBeLessThan(2000)
    const free = await two.query('SELECT id FROM jobs ORDER BY id FOR UPDATE SKIP LOCKED')
    expect(free.rows).toEqual([{ id: 2 }, { id: 3 }])
    await two.query(`SET lock_timeout = '50ms'`)
    expect(await errorOf(two.query('DELETE FROM jobs'))).toMatchObject({ code: '55P03' })
  })

  it('lose no update unseen: serialization failures', async () => {
    const [one, two] = [await connect(), await connect()]
    for (const client of [one, two]) {
      await client.query('BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT sum(n) FROM jobs')
    }
    await one.query('UPDATE jobs SET n = 5 WHERE id = 1')
    await one.query('COMMIT')
    const lost = two.query('UPDATE jobs SET n = n + 1 WHERE id = 1')
    expect(await errorOf(lost)).toMatchObject({ code: '40001' })
  })

  it('deadlock, and one of them is told', async () => {
    const [one, two] = [await connect(), await connect()]
    await one.query('BEGIN; UPDATE jobs SET n = 1 WHERE id = 1')
    await two.query('BEGIN; UPDATE jobs SET n = 2 WHERE id = 2')
    const both = [
      one.query('UPDATE jobs SET n = 1 WHERE id = 2'),
      two.query('UPDATE jobs SET n = 2 WHERE id = 1'),
    ]
    const codes = await Promise.all(
      both.map((query) =>
        query.then(
          () => null,
          (error) => error.code,
        ),
      ),
    )
    expect(codes.sort()).toEqual(['40P01', null])
  })

  it('race for a unique value, and one of them loses', async () => {
    const [one, two] = [await connect(), await connect()]
    await one.query('BEGIN; INSERT INTO jobs VALUES (9)')
    const second = errorOf(two.query('INSERT INTO jobs VALUES (9)'))
    await until(() => waits(two))
    await one.query('COMMIT')
    expect(await second).toMatchObject({ code: '23505' })
  })

  it('have advisory locks, which end with their session', async () => {
    const [one, two] = [await connect(), await connect()]
    await one.query('SELECT pg_advisory_lock(7)')
    const taken = async () =>
      (await two.query('SELECT pg_try_advisory_lock(7) AS got')).rows[0]?.got
    expect(await taken()).toBe(false)
    const waiting = neon(local.databaseUrl)`SELECT pg_advisory_lock(7)`
    breakConnection(one)
    await waiting
    // The session of a request is reset after it.
    await until(taken)
  })

  it('end each other: pg_cancel_backend and pg_terminate_backend', async () => {
    const [one, two] = [await connect(), await connect()]
    const { pid } = (await one.query('SELECT pg_backend_pid() AS pid')).rows[0]
    expect(pid).toBe((one as unknown as { processID: number }).processID)
    const isActive = async () => {
      const { rows } = await two.query('SELECT state FROM pg_stat_activity WHERE pid = $1', [pid])
      return rows[0]?.state === 'active'
    }
    const cancelled = errorOf(one.query('SELECT pg_sleep(600)'))
    await until(isActive)
    await two.query('SELECT pg_cancel_backend($1)', [pid])
    expect(await cancelled).toMatchObject({ code: '57014' })

    const terminated = errorOf(one.query('SELECT pg_sleep(600)'))
    await until(isActive)
    await two.query('SELECT pg_terminate_backend($1)', [pid])
    expect(await terminated).toMatchObject({ code: '57P01', severity: 'FATAL' })
    // That was the end of one connection, and of nothing else.
    expect((await two.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  })

  it('are told once when Postgres ends one of them', async () => {
    const client = await connect()
    const { stream } = (client as unknown as { connection: { stream: NodeJS.ReadableStream } })
      .connection
    const heard: Buffer[] = []
    stream.on('data', (chunk: Buffer) => heard.push(chunk))
    const closed = new Promise((resolve) => stream.once('close', resolve))
    await client.query(`SET idle_in_transaction_session_timeout = '50ms'`)
    await client.query('BEGIN')
    await closed
    const text = Buffer.concat(heard).toString('latin1')
    expect(text.match(/SFATAL/g)).toHaveLength(1)
    expect(text).toContain('C25P03')
  })

  it('over HTTP, one whose session is ended tells why', async () => {
    const sleeping = errorOf(neon(local.databaseUrl)`SELECT pg_sleep(600) /* over HTTP */`)
    await until(async () => {
      const { rowCount } = await local.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%/* over ' || 'HTTP */'`,
      )
      return rowCount === 1
    })
    expect(await sleeping).toMatchObject({ code: '57P01' })
    expect(await neon(local.databaseUrl)`SELECT 1 AS one`).toEqual([{ one: 1 }])
  })
})

describe('what comes in one piece', () => {
  /** Sends bytes after signing in, waits for what comes up to a mark, and gives it as text. */
  const { bind, execute, parse, query, sync } = serialize

  async function send(bytes: Buffer, mark: string): Promise<string> {
    const client = await connect()
    const { stream } = (client as unknown as { connection: { stream: NodeJS.ReadWriteStream } })
      .connection
    let text = ''
    stream.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
    stream.write(bytes)
    await until(() => text.includes(mark))
    return text
  }
  const data = (text: string) => message('d', Buffer.from(text))
  const count = async () =>
    (await local.pool.query('SELECT count(*)::int AS n FROM filled')).rows[0]?.n

  it('may be a COPY with its data, as a simple query', async () => {
    const parts = [query('COPY filled FROM STDIN'), data('1\n2\n'), data('3\n'), message('c')]
    await send(Buffer.concat(parts), 'COPY 3')
    expect(await count()).toBe(3)
  })

  it('may be a COPY with its data, in the extended protocol, and what is asked after it', async () => {
    const copy = [
      parse({ text: 'COPY filled FROM STDIN' }),
      bind(),
      execute(),
      data('1\n'),
      message('c'),
      sync(),
    ]
    const next = [parse({ text: `SELECT 'and ' || 'on'` }), bind(), execute(), sync()]
    const text = await send(Buffer.concat([...copy, ...next]), 'and on')
    expect(text).toContain('COPY 1')
    expect(await count()).toBe(1)
  })

  it('may be a COPY that is wrong, and more data than anybody asked for', async () => {
    const parts = [query('COPY filled FROM STDIN'), data('x\n'), data('2\n'), message('c')]
    const stray = [
      data('3\n'),
      message('c'),
      message('f', cstring('no')),
      query(`SELECT 'still ' || 'there'`),
    ]
    await send(Buffer.concat([...parts, ...stray]), 'still there')
    expect(await count()).toBe(0)
  })

  it('may break off anywhere, and only its own connection ends', async () => {
    const whole = Buffer.concat([query('COPY filled FROM STDIN'), data('1\n')])
    for (const length of [1, 6, whole.length - 3, whole.length]) {
      const client = await connect()
      const { stream } = (client as unknown as { connection: { stream: NodeJS.WritableStream } })
        .connection
      stream.write(whole.subarray(0, length))
      breakConnection(client)
    }
    const { port } = new URL(local.databaseUrl)
    const raw = connectSocket(Number(port), 'localhost').on('error', () => {})
    raw.end(Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 1]))
    expect((await (await connect()).query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    expect(await count()).toBe(0)
  })
})

describe('clients that do not keep up', () => {
  it('are waited for: a large result does not pile up in memory', async () => {
    const client = await connect()
    const { stream } = (client as unknown as { connection: { stream: NodeJS.ReadableStream } })
      .connection
    const before = process.memoryUsage().rss
    const result = client.query(`SELECT repeat('x', 1000000) FROM generate_series(1, 400)`)
    await until(() => client.listenerCount('drain') >= 0)
    stream.pause()
    const other = await connect()
    for (let round = 0; round < 20; round++) await other.query('SELECT pg_sleep(0.05)')
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
    breakConnection(client)
    await result.catch(() => {})
  })
})
