import { eq, sql } from 'drizzle-orm'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LocalNeon } from 'local-neon'
import { posts } from '../../../lib/db/schema'
import { processState } from '../../../lib/server/process-state'
import { openGateway } from './gateway'
import {
  addPosts,
  driverNames,
  failureOf,
  loadApp,
  sqlState,
  startMigrated,
} from '../app/app-fixture'

/** How each driver reaches Postgres, and the packages it is made of. */
const drivers = {
  'neon-http': { transport: 'http', packages: ['@neondatabase/serverless'] },
  'neon-websocket': { transport: 'websocket', packages: ['@neondatabase/serverless', 'ws'] },
  'node-postgres': { transport: 'tcp', packages: ['pg'] },
  'postgres-js': { transport: 'tcp', packages: ['postgres'] },
} as const

/** Set by the project that this runs in; vitest.config.ts has one for each driver. */
const chosen = process.env.DATABASE_DRIVER ?? 'neon-http'
const name = driverNames.find((driver) => driver === chosen)
if (!name) throw new Error(`There is no driver ${chosen}.`)

/** Longest time that a read may take, in milliseconds, whatever happens to the database. */
const pageLimit = 5000

let neon: LocalNeon
beforeAll(async () => {
  neon = await startMigrated()
  await addPosts(neon, 'older', 'ünïcödé 🌊', 'newest')
})
afterAll(() => neon.stop())

describe(`the app with ${name}`, () => {
  let app: Awaited<ReturnType<typeof loadApp>>
  const { transport, packages } = drivers[name]

  beforeEach(async () => {
    app = await loadApp(neon, { DATABASE_DRIVER: name })
  })
  afterEach(async () => {
    neon.faults.set('database', null)
    await app.closeDatabases()
    vi.unstubAllEnvs()
  })

  it('makes each statement a span, with its text and without its values', async () => {
    await app.closeDatabases()
    const spans: unknown[] = []
    processState.telemetry = {
      async span(name, attributes, work) {
        const result = await work()
        spans.push({ name, ...attributes })
        return result
      },
      countLimit: () => {},
      flush: async () => {},
    }
    try {
      app = await loadApp(neon, { DATABASE_DRIVER: name })
      await app.db.select({ id: posts.id }).from(posts).where(eq(posts.content, 'secret'))
      await app.db.execute(sql`SELECT ${'secret'}::text AS value`)
      await app.db.query.posts.findFirst({ where: eq(posts.content, 'secret') })
    } finally {
      delete processState.telemetry
    }
    expect(spans).toMatchObject([
      {
        name: 'SELECT',
        'db.query.text': expect.stringMatching(/^select "id" from "posts" .*\$1$/),
      },
      { name: 'SELECT', 'db.query.text': 'SELECT $1::text AS value' },
      { name: 'SELECT', 'db.query.text': expect.stringContaining('limit') },
    ])
    expect(JSON.stringify(spans)).not.toContain('secret')
  })

  it('gives the same plain values, in one statement over its own transport', async () => {
    const before = neon.stats.snapshot().sql.statements
    expect(await app.listPublishedPosts(2)).toEqual([
      { id: 3, content: 'newest', publishedAt: new Date('2030-01-01T00:02:00Z') },
      { id: 2, content: 'ünïcödé 🌊', publishedAt: new Date('2030-01-01T00:01:00Z') },
    ])
    const { sql: counters, recent } = neon.stats.snapshot()
    expect(counters.statements - before).toBe(1)
    // One more than asked for: it tells whether there is an older page.
    expect(recent[0]).toMatchObject({ transport, rows: 3 })
  })

  it('goes on while a migration adds to its tables', async () => {
    const add = () =>
      app.db.insert(posts).values({ userId: 'migrated', content: 'x' }).returning({ id: posts.id })
    await add()
    const before = await app.listPublishedPosts()
    await neon.pool.query(`
      ALTER TABLE posts ADD COLUMN next_step text DEFAULT 'new' NOT NULL;
      CREATE INDEX next_step ON posts (next_step)`)
    try {
      expect(await app.listPublishedPosts()).toEqual(before)
      expect(await add()).toHaveLength(1)
    } finally {
      await neon.pool.query(`
        ALTER TABLE posts DROP COLUMN next_step; DELETE FROM posts WHERE user_id = 'migrated'`)
    }
  })

  it('loads no other driver', async () => {
    await app.closeDatabases()
    const loaded = new Set<string>()
    const all = ['@neondatabase/serverless', 'ws', 'pg', 'postgres']
    for (const one of all) {
      vi.doMock(one, (original) => {
        loaded.add(one)
        return original()
      })
    }
    app = await loadApp(neon, { DATABASE_DRIVER: name })
    for (const one of all) vi.doUnmock(one)
    expect(packages).toEqual(expect.arrayContaining([...loaded]))
    expect(loaded.size).toBeGreaterThan(0)
  })

  it('answers more reads at once than it has connections', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => app.listPublishedPosts()))
    expect(answers.every((posts) => posts.length === 3)).toBe(true)
  })

  it('is ready, but not quite when Neon Auth gives a page of HTML for an answer', async () => {
    expect(await app.readiness()).toBe('ok')
    neon.faults.set('auth', { kind: 'html' })
    try {
      expect(await app.readiness()).toBe('degraded')
    } finally {
      neon.faults.set('auth', null)
    }
  })

  it('tells the SQLSTATE of a refused write, and where it came from', async () => {
    const write = app.db.insert(posts).values({ userId: 'somebody', content: '' })
    expect(sqlState((await failureOf(write.execute())).error)).toBe('23514')
  })

  it('does not repeat what Postgres itself refused', async () => {
    const before = neon.stats.snapshot().sql.statements
    const { error } = await failureOf(app.read(async (db) => db.execute(sql`select 1 / 0`)))
    expect(sqlState(error)).toBe('22012')
    expect(neon.stats.snapshot().sql.statements - before).toBe(1)
  })

  it('ends a statement that takes too long, and goes on', async () => {
    const slow = app.db.execute(sql`select pg_sleep(60)`)
    const { milliseconds } = await failureOf(slow.execute())
    expect(milliseconds).toBeLessThan(pageLimit)
    expect(await app.listPublishedPosts()).toHaveLength(3)
  })

  it('gives up in time on a database that does not answer', async () => {
    neon.faults.set('database', { kind: 'hang' })
    const { milliseconds } = await failureOf(app.listPublishedPosts())
    expect(milliseconds).toBeLessThan(pageLimit)
    neon.faults.set('database', null)
    expect(await app.listPublishedPosts()).toHaveLength(3)
  })

  it.each(['refuse', 'reset'] as const)('is back as soon as a database is (%s)', async (kind) => {
    neon.faults.set('database', { kind })
    const { milliseconds } = await failureOf(app.listPublishedPosts())
    expect(milliseconds).toBeLessThan(pageLimit)
    neon.faults.set('database', null)
    expect(await app.listPublishedPosts()).toHaveLength(3)
  })

  it.each(['hang', 'refuse', 'reset', 'status500', 'html'] as const)(
    'notices that a database goes away under its open connections (%s), and is back with it',
    async (kind) => {
      // All connections of a pool, and more reads than that while the fault lasts.
      const readAtOnce = () => Array.from({ length: 20 }, () => app.listPublishedPosts())
      await Promise.all(readAtOnce())
      neon.faults.set('database', { kind })
      for (const { milliseconds } of await Promise.all(readAtOnce().map(failureOf))) {
        expect(milliseconds).toBeLessThan(pageLimit)
      }
      neon.faults.set('database', null)
      for (const rows of await Promise.all(readAtOnce())) expect(rows).toHaveLength(3)
    },
  )

  it('leaves open connections that have gone silent, and reads over new ones', async () => {
    await app.closeDatabases()
    const gateway = await openGateway(neon.databaseUrl)
    try {
      app = await loadApp(neon, { DATABASE_DRIVER: name, DATABASE_URL: gateway.url })
      const readAtOnce = () => Array.from({ length: 20 }, () => app.listPublishedPosts())
      await Promise.all(readAtOnce())
      gateway.silence()
      const begin = performance.now()
      await Promise.allSettled(readAtOnce())
      expect(performance.now() - begin).toBeLessThan(pageLimit)
      for (const rows of await Promise.all(readAtOnce())) expect(rows).toHaveLength(3)
      await app.closeDatabases()
    } finally {
      await gateway.close()
    }
  })

  it('gives up at once on a wrong password, and does not print it', async () => {
    await app.closeDatabases()
    const url = new URL(neon.databaseUrl)
    url.password = 'wrong-password'
    app = await loadApp(neon, { DATABASE_DRIVER: name, DATABASE_URL: url.href })
    const { error, milliseconds } = await failureOf(app.listPublishedPosts())
    const { describeError } = await import('@/lib/server/log')
    expect(milliseconds).toBeLessThan(pageLimit)
    expect(describeError(error)).toMatch(/password authentication failed/)
    expect(describeError(error)).not.toContain('wrong-password')
  })
})

describe(`a database that goes away, with ${name}`, () => {
  it('fails in time, and serves again when the database is back', async () => {
    // In a folder: a database that comes back has the password that it had.
    const data = await mkdtemp(join(tmpdir(), 'goes-away-'))
    const first = await startMigrated({ data })
    const app = await loadApp(first, { DATABASE_DRIVER: name })
    expect(await app.listPublishedPosts()).toEqual([])
    await first.stop()

    const { milliseconds } = await failureOf(app.listPublishedPosts())
    expect(milliseconds).toBeLessThan(pageLimit)
    expect(await app.readiness()).toBe('unavailable')

    const port = Number(new URL(first.databaseUrl).port)
    const second = await startMigrated({ data, ports: { sql: port, strict: true } })
    try {
      expect(new URL(second.databaseUrl).password).toBe(new URL(first.databaseUrl).password)
      expect(await app.listPublishedPosts()).toEqual([])
    } finally {
      await app.closeDatabases()
      await second.stop()
      await rm(data, { recursive: true })
      vi.unstubAllEnvs()
    }
  })
})
