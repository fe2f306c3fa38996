import { neon } from '@neondatabase/serverless'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase, setupLocalNeon } from '../src/testing'
import { useLocalEndpoints } from './support'

/** The setup's variables, restored afterwards. */
const before = { ...process.env }

let prepared = 0
let teardown: () => Promise<void>
beforeAll(async () => {
  useLocalEndpoints()
  // This repository's integration tests have their own setup.
  delete process.env['LOCAL_NEON_TEST_SERVER']
  teardown = await setupLocalNeon({
    prepare: async ({ pool }) => {
      prepared += 1
      await pool.query('CREATE TABLE notes (id int GENERATED ALWAYS AS IDENTITY, body text)')
      await pool.query(`INSERT INTO notes (body) VALUES ('from the template')`)
    },
  })()
})
afterAll(async () => {
  await teardown()
  process.env = before
})

it('gives databases that have the tables and share nothing', async () => {
  await using one = await freshDatabase()
  await using two = await freshDatabase()
  await one.pool.query(`INSERT INTO notes (body) VALUES ('of one')`)
  const sql = neon(two.databaseUrl)
  expect(await sql`SELECT body FROM notes`).toEqual([{ body: 'from the template' }])
  expect(await sql`SELECT count(*)::int AS users FROM neon_auth."user"`).toEqual([{ users: 0 }])
  const { rows } = await one.pool.query('SELECT body FROM notes ORDER BY id')
  expect(rows).toEqual([{ body: 'from the template' }, { body: 'of one' }])
  // The run's own database isn't one.
  const own = neon(process.env['DATABASE_URL'] ?? '')
  expect(await own`SELECT current_database() AS name, count(*)::int AS n FROM notes`).toEqual([
    { name: 'neondb', n: 1 },
  ])
})

it('makes the template once, and each database in less than 300 ms', async () => {
  expect(prepared).toBe(2)
  const times: number[] = []
  for (let round = 0; round < 5; round++) {
    const start = performance.now()
    await using database = await freshDatabase()
    times.push(performance.now() - start)
    await database.pool.query('SELECT FROM notes')
  }
  // The middle one: the machine may be briefly busy.
  expect(times.sort((a, b) => a - b)[2]).toBeLessThan(300)
  expect(prepared).toBe(2)
})

it('makes several at once', async () => {
  const databases = await Promise.all(Array.from({ length: 4 }, () => freshDatabase()))
  expect(new Set(databases.map(({ name }) => name)).size).toBe(4)
  await Promise.all(databases.map((database) => database.drop()))
})

it('drops a database that somebody is still connected to, once', async () => {
  const database = await freshDatabase()
  const sql = neon(database.databaseUrl)
  await sql`SELECT 1`
  await database.drop()
  await database.drop()
  await expect(sql`SELECT 1`).rejects.toThrow(/does not exist/)
})

it('starts one local Neon, however often the setup runs', async () => {
  const url = process.env['DATABASE_URL']
  const again = await setupLocalNeon()()
  expect(process.env['DATABASE_URL']).toBe(url)
  await again()
  await using database = await freshDatabase()
  expect((await database.pool.query('SELECT body FROM notes')).rowCount).toBe(1)
})

it('says what is missing without the setup', async () => {
  const server = process.env['LOCAL_NEON_TEST_SERVER']
  delete process.env['LOCAL_NEON_TEST_SERVER']
  await expect(freshDatabase()).rejects.toThrow('globalSetup')
  process.env['LOCAL_NEON_TEST_SERVER'] = server
})
