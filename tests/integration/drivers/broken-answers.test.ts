import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { LocalNeon } from 'local-neon'
import { driverNames, failureOf, loadApp, startMigrated } from '../app/app-fixture'
import { openGateway } from './gateway'

const chosen = process.env.DATABASE_DRIVER ?? 'neon-http'
const name = driverNames.find((driver) => driver === chosen)
if (!name) throw new Error(`There is no driver ${chosen}.`)

let neon: LocalNeon
let gateway: Awaited<ReturnType<typeof openGateway>>
let app: Awaited<ReturnType<typeof loadApp>>
beforeAll(async () => {
  neon = await startMigrated()
  await neon.pool.query(
    `INSERT INTO posts (user_id, content, is_published)
     SELECT 'somebody', repeat('x', 5000), true FROM generate_series(1, 100)`,
  )
})
afterAll(() => neon.stop())
beforeEach(async () => {
  gateway = await openGateway(neon.databaseUrl)
  app = await loadApp(neon, { DATABASE_DRIVER: name, DATABASE_URL: gateway.url })
  expect(await read()).toBe(100)
})
afterEach(async () => {
  gateway.spoil('reset', 0)
  await app.closeDatabases()
  await gateway.close()
  vi.unstubAllEnvs()
})

/** Reads half a megabyte; gives the number of its rows. */
async function read(): Promise<number> {
  const rows = await app.read((db) => db.query.posts.findMany({ columns: { content: true } }))
  expect(rows.every(({ content }) => content.length === 5000)).toBe(true)
  return rows.length
}

const statements = () => neon.stats.snapshot().sql.statements

it(`reads again what was broken off, with ${name}`, async () => {
  const before = statements()
  gateway.spoil('reset', 1)
  expect(await read()).toBe(100)
  expect(statements() - before).toBe(2)
})

it(`gives up after some answers that were broken off, with ${name}`, async () => {
  const before = statements()
  gateway.spoil('reset')
  const { milliseconds } = await failureOf(read())
  expect(milliseconds).toBeLessThan(5000)
  // Three, unless time is over before; unit/retry.test.ts counts them by a clock of its own.
  expect(statements() - before).toBeGreaterThan(1)
  expect(statements() - before).toBeLessThanOrEqual(3)
  gateway.spoil('reset', 0)
  expect(await read()).toBe(100)
})

it(`does not write again what may have been written, with ${name}`, async () => {
  const write = sql`with written as (
    insert into posts (user_id, content) values ('writer', 'once') returning id
  ) select repeat('x', 500000) || id from written`
  gateway.spoil('reset', 1)
  await failureOf(app.db.execute(write).execute())
  const { rows } = await neon.pool.query(`DELETE FROM posts WHERE user_id = 'writer' RETURNING 1`)
  expect(rows).toHaveLength(1)
})

it(`waits no longer than a page may for an answer that drips, with ${name}`, async () => {
  gateway.spoil('drip')
  const { milliseconds } = await failureOf(read())
  expect(milliseconds).toBeLessThan(5000)
  gateway.spoil('drip', 0)
  expect(await read()).toBe(100)
})
