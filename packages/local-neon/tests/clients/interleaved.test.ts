import { Client as NeonClient, neon } from '@neondatabase/serverless'
import type { NeonQueryFunction } from '@neondatabase/serverless'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { LocalNeon } from '../../src/index'
import { breakConnection, startForTest, until, useLocalEndpoints } from '../support'

/** Clients per transport. */
const CLIENTS = 8
const ROUNDS = 6
const ACCOUNTS = 5
const START_BALANCE = 1000
/** The longest wait for a transaction to end, in milliseconds. */
const LONGEST_WAIT = 10_000

let local: LocalNeon
let sql: NeonQueryFunction<false, false>

beforeAll(async () => {
  useLocalEndpoints()
  local = await startForTest()
  sql = neon(local.databaseUrl)
})

afterAll(() => local.stop())

beforeEach(async () => {
  await local.pool.query(`
    DROP TABLE IF EXISTS accounts, transfers;
    CREATE TABLE accounts (id int PRIMARY KEY, balance int NOT NULL);
    CREATE TABLE transfers (client text NOT NULL, round int NOT NULL, is_final boolean NOT NULL);
    INSERT INTO accounts SELECT id, ${START_BALANCE} FROM generate_series(1, ${ACCOUNTS}) AS id`)
})

/** A transfer between two accounts, locked in the order of their ids. */
interface Transfer {
  client: string
  round: number
  low: number
  high: number
  amount: number
}

/** How a transfer ends. A third are rolled back. */
const isKept = ({ round }: Transfer) => round % 3 !== 2

function transferOf(client: string, index: number, round: number): Transfer {
  const low = 1 + ((index + round) % (ACCOUNTS - 1))
  return { client, round, low, high: low + 1, amount: 1 + ((index * 7 + round) % 9) }
}

type Transact = (transfer: Transfer) => Promise<void>

/** What both drivers' clients share. */
interface Connection {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>
}

/** A client's statements in a connection, for changes nobody else may see yet. */
async function change(client: Connection, transfer: Transfer): Promise<void> {
  const { low, high, amount } = transfer
  await client.query('BEGIN')
  const read = async () => {
    const locking = 'SELECT balance FROM accounts WHERE id IN ($1, $2) ORDER BY id FOR UPDATE'
    const { rows } = await client.query(locking, [low, high])
    return Number(rows[0]?.['balance'])
  }
  const before = await read()
  await client.query('UPDATE accounts SET balance = $2 WHERE id = $1', [low, before - amount])
  await client.query('UPDATE accounts SET balance = balance + $2 WHERE id = $1', [high, amount])
  await client.query('INSERT INTO transfers VALUES ($1, $2, $3)', [
    transfer.client,
    transfer.round,
    isKept(transfer),
  ])
  expect(await read()).toBe(before - amount)
}

/** Transactions of several queries, over a driver's connection. */
function interactive(client: Connection): Transact {
  return async (transfer) => {
    await change(client, transfer)
    await client.query(isKept(transfer) ? 'COMMIT' : 'ROLLBACK')
  }
}

/** The same as a batch over HTTP; its last query fails if it's to be rolled back. */
async function transactByBatch(transfer: Transfer): Promise<void> {
  const batch = sql.transaction(batchOf(transfer, isKept(transfer) ? 1 : 0))
  if (isKept(transfer)) await batch
  else await expect(batch).rejects.toMatchObject({ code: '22012' })
}

function batchOf({ client, round, low, high, amount }: Transfer, divisor: number) {
  return [
    sql`UPDATE accounts SET balance = balance - ${amount} WHERE id = ${low}`,
    sql`UPDATE accounts SET balance = balance + ${amount} WHERE id = ${high}`,
    sql`INSERT INTO transfers VALUES (${client}, ${round}, ${divisor !== 0})`,
    sql`SELECT 1 / ${divisor}::int`,
  ]
}

/** The same as one statement over HTTP. */
async function transactByStatement(transfer: Transfer): Promise<void> {
  const { client, round, low, high, amount } = transfer
  const statement = sql`
    WITH locked AS (
      SELECT id FROM accounts WHERE id IN (${low}, ${high}) ORDER BY id FOR UPDATE
    ), moved AS (
      UPDATE accounts SET balance = balance + CASE WHEN id = ${low} THEN -${amount}::int ELSE ${amount} END
      WHERE id IN (SELECT id FROM locked) RETURNING id
    )
    INSERT INTO transfers SELECT ${client}, ${round}, true
    FROM (SELECT count(*) AS n FROM moved) AS both_moved
    WHERE 1 / ${isKept(transfer) ? 1 : 0}::int = n / 2`
  if (isKept(transfer)) await statement
  else await expect(statement).rejects.toMatchObject({ code: '22012' })
}

async function connectTcp(index: number): Promise<pg.Client> {
  const client = new pg.Client(index % 2 === 0 ? local.databaseUrl : local.databaseUrlUnpooled)
  await client.connect()
  return client
}

async function connectWebSocket(): Promise<NeonClient> {
  const client = new NeonClient(local.databaseUrl)
  await client.connect()
  return client
}

/** What anyone may see at any time, read in one statement. */
const LOOK = `SELECT (SELECT sum(balance)::int FROM accounts) AS total,
  (SELECT count(*)::int FROM transfers WHERE NOT is_final) AS unfinished`
const CONSISTENT = { total: ACCOUNTS * START_BALANCE, unfinished: 0 }

/** Reads until told to stop; every answer must be consistent. */
async function keepLooking(look: () => Promise<unknown>, isOver: () => boolean): Promise<number> {
  let looks = 0
  for (; !isOver(); looks++) expect(await look()).toEqual(CONSISTENT)
  return looks
}

/** Does all of a client's rounds; returns the longest one's time, in milliseconds. */
async function work(name: string, index: number, transact: Transact): Promise<number> {
  let longest = 0
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now()
    await transact(transferOf(name, index, round))
    longest = Math.max(longest, performance.now() - begun)
  }
  return longest
}

const indexes = Array.from({ length: CLIENTS }, (_, index) => index)

describe('clients of all three transports at once', () => {
  it('keep their transactions to themselves, wait for nobody long, and die without a trace', async () => {
    const tcp = await Promise.all(indexes.map(connectTcp))
    const webSocket = await Promise.all(indexes.map(connectWebSocket))
    const [tcpReader, webSocketReader] = [await connectTcp(0), await connectWebSocket()]
    onTestFinished(async () => {
      await Promise.all(
        [...tcp, ...webSocket, tcpReader, webSocketReader].map((client) => client.end()),
      )
    })
    const dying = await Promise.all([
      ...indexes.slice(0, 3).map(connectTcp),
      ...indexes.slice(0, 3).map(connectWebSocket),
    ])

    let isOver = false
    const readers = Promise.all([
      keepLooking(
        async () => (await tcpReader.query(LOOK)).rows[0],
        () => isOver,
      ),
      keepLooking(
        async () => (await webSocketReader.query(LOOK)).rows[0],
        () => isOver,
      ),
      keepLooking(
        async () => (await sql.query(LOOK))[0],
        () => isOver,
      ),
    ])
    const waits = await Promise.all([
      ...tcp.map((client, index) => work(`tcp ${index}`, index, interactive(client))),
      ...webSocket.map((client, index) => work(`ws ${index}`, index, interactive(client))),
      ...indexes.map((index) =>
        work(`http ${index}`, index, index % 2 === 0 ? transactByBatch : transactByStatement),
      ),
      ...dying.map(async (client, index) => {
        await change(client, { ...transferOf('dying', index, 2) })
        breakConnection(client)
        return 0
      }),
    ])
    isOver = true

    expect(Math.min(...(await readers))).toBeGreaterThan(0)
    expect(Math.max(...waits)).toBeLessThan(LONGEST_WAIT)
    expect(await sql.query(LOOK)).toEqual([CONSISTENT])
    const done = await sql`SELECT client, count(*)::int AS n FROM transfers GROUP BY client`
    expect(done).toHaveLength(3 * CLIENTS)
    for (const { n } of done) expect(n).toBe((ROUNDS * 2) / 3)
  }, 60_000)

  it('let go when an HTTP client hangs up in the middle of its batch', async () => {
    const statements = () => local.stats.snapshot().sql.statements
    const before = statements()
    const abort = new AbortController()
    const batch = expect(
      sql.transaction([...batchOf(transferOf('dying', 0, 0), 1), sql`SELECT pg_sleep(600)`], {
        fetchOptions: { signal: abort.signal },
      }),
    ).rejects.toThrow(/abort/)
    await until(() => statements() === before + 4)
    abort.abort()
    await batch
    const client = await connectTcp(0)
    await change(client, transferOf('tcp', 0, 0))
    await client.query('COMMIT')
    await client.end()
    expect(await sql.query(LOOK)).toEqual([CONSISTENT])
    expect(await sql`SELECT client FROM transfers`).toEqual([{ client: 'tcp' }])
  })
})
