import { Pool as NeonPool } from '@neondatabase/serverless'
import { drizzle as drizzleNeon } from 'drizzle-orm/neon-serverless'
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres'
import { pgTable, text } from 'drizzle-orm/pg-core'
import createKnex from 'knex'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import Cursor from 'pg-cursor'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { LocalNeon } from '../../src/index'
import { startForTest, useLocalEndpoints } from '../support'

const notes = pgTable('notes', { body: text().notNull() })
interface Note {
  body: string
}

let local: LocalNeon

beforeAll(async () => {
  useLocalEndpoints()
  local = await startForTest()
})

afterAll(() => local.stop())

beforeEach(async () => {
  await local.pool.query('DROP TABLE IF EXISTS notes; CREATE TABLE notes (body text NOT NULL)')
})

/** What is visible during a transaction that has written something. */
interface Seen {
  /** In the transaction. */
  inside: Note[]
  /** In another connection of the same client. */
  outside: Note[]
}

/** Writes a note in a transaction, looks, and ends the transaction as `decide` does. */
type Write = (body: string, decide: (seen: Seen) => void) => Promise<void>

/** A client as apps use it: its pool makes connections. */
interface Client {
  write: Write
  end(): Promise<void>
}

const clients: Record<string, (url: string) => Client> = {
  'drizzle, `db` inside `tx`, over TCP'(url) {
    const pool = new pg.Pool({ connectionString: url })
    return { write: writeByDrizzle(drizzlePg(pool)), end: () => pool.end() }
  },
  'drizzle, `db` inside `tx`, over WebSocket'(url) {
    const pool = new NeonPool({ connectionString: url })
    return { write: writeByDrizzle(drizzleNeon(pool)), end: () => pool.end() }
  },
  knex(url) {
    const knex = createKnex({ client: 'pg', connection: url })
    const write: Write = (body, decide) =>
      knex.transaction(async (tx) => {
        await tx<Note>('notes').insert({ body })
        decide({
          inside: await tx<Note>('notes').select('body'),
          outside: await knex<Note>('notes').select('body'),
        })
      })
    return { write, end: () => knex.destroy() }
  },
  Kysely(url) {
    const pool = new pg.Pool({ connectionString: url })
    const db = new Kysely<{ notes: Note }>({ dialect: new PostgresDialect({ pool }) })
    const write: Write = (body, decide) =>
      db.transaction().execute(async (tx) => {
        await tx.insertInto('notes').values({ body }).execute()
        decide({
          inside: await tx.selectFrom('notes').select('body').execute(),
          outside: await db.selectFrom('notes').select('body').execute(),
        })
      })
    return { write, end: () => db.destroy() }
  },
}

function writeByDrizzle(db: ReturnType<typeof drizzlePg | typeof drizzleNeon>): Write {
  return (body, decide) =>
    db.transaction(async (tx) => {
      await tx.insert(notes).values({ body })
      decide({ inside: await tx.select().from(notes), outside: await db.select().from(notes) })
    })
}

describe.each(Object.entries(clients))('%s', (_, connect) => {
  it('uses a second connection while a transaction is open', async () => {
    const client = connect(local.databaseUrl)
    await client.write('kept', (seen) => {
      expect(seen).toEqual({ inside: [{ body: 'kept' }], outside: [] })
    })
    const undone = client.write('thought better of', ({ inside, outside }) => {
      expect(outside).toEqual([{ body: 'kept' }])
      throw new Error(`undo ${inside.length}`)
    })
    await expect(undone).rejects.toThrow('undo 2')
    await client.end()
    const { rows } = await local.pool.query('SELECT body FROM notes')
    expect(rows).toEqual([{ body: 'kept' }])
  })
})

/** What both drivers' pools and connections are asked. */
interface Asked {
  query<Sent extends pg.Submittable>(sent: Sent): Sent
  query(text: string): Promise<{ rows: unknown[] }>
}

describe('pg-cursor', () => {
  it.each([
    ['TCP', pg.Pool],
    ['WebSocket', NeonPool],
  ])('reads on over %s while others write what it does not see', async (_, Pool) => {
    await local.pool.query(`INSERT INTO notes SELECT 'old' FROM generate_series(1, 1000)`)
    const pool = new Pool({ connectionString: local.databaseUrl })
    const connection = await pool.connect()
    const [client, others]: [Asked, Asked] = [connection, pool]
    const cursor = client.query(new Cursor<Note>('SELECT body FROM notes WHERE body <> $1', ['x']))
    const sizes: number[] = []
    for (let rows = await cursor.read(300); rows.length > 0; rows = await cursor.read(300)) {
      expect(rows.every(({ body }) => body === 'old')).toBe(true)
      sizes.push(rows.length)
      await others.query(`INSERT INTO notes VALUES ('new')`)
    }
    expect(sizes).toEqual([300, 300, 300, 100])
    // A half-read, closed one leaves its connection unchanged.
    const half = client.query(new Cursor<Note>('SELECT body FROM notes'))
    await half.read(10)
    await half.close()
    const { rows } = await client.query(`SELECT count(*)::int AS n FROM notes WHERE body = 'new'`)
    expect(rows).toEqual([{ n: 4 }])
    connection.release()
    await pool.end()
  })
})
