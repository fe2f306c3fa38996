import { NextRequest, NextResponse } from 'next/server'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { LocalNeon } from 'local-neon'
import { addPosts, driverNames, loadApp, startMigrated } from './app-fixture'

/** The current request's cookies; outside Next there is no request to ask. */
const cookies = new Set<string>()
vi.mock('next/headers', () => ({ cookies: () => Promise.resolve(cookies) }))

let primary: LocalNeon
let replica: LocalNeon
beforeAll(async () => {
  ;[primary, replica] = await Promise.all([startMigrated(), startMigrated()])
  await addPosts(primary, 'on the primary')
  await addPosts(replica, 'on the replica')
})
afterAll(() => Promise.all([primary.stop(), replica.stop()]))
afterEach(() => {
  cookies.clear()
  replica.faults.set('database', null)
  vi.unstubAllEnvs()
})

const contents = (posts: { content: string }[]) => posts.map((post) => post.content)

describe.each(driverNames)('a replica, with %s', (name) => {
  const load = () =>
    loadApp(primary, { DATABASE_DRIVER: name, DATABASE_REPLICA_URL: replica.databaseUrl })

  it('serves lists that may lag, and nothing else', async () => {
    const app = await load()
    expect(contents(await app.listPublishedPosts())).toEqual(['on the replica'])
    const exact = await app.read((db) => db.query.posts.findMany({ columns: { content: true } }))
    expect(contents(exact)).toEqual(['on the primary'])
    await app.closeDatabases()
  })

  it('is not read by whoever has just written something', async () => {
    const app = await load()
    const request = new NextRequest('https://app.example/posts', { method: 'POST' })
    const response = new NextResponse()
    app.rememberWrite(request, response)
    for (const { name } of response.cookies.getAll()) cookies.add(name)
    expect(contents(await app.listPublishedPosts())).toEqual(['on the primary'])
    await app.closeDatabases()
  })

  it.each(['refuse', 'hang'] as const)('is done without when it is away (%s)', async (kind) => {
    const app = await load()
    replica.faults.set('database', { kind })
    expect(contents(await app.listPublishedPosts())).toEqual(['on the primary'])
    replica.faults.set('database', null)
    await app.closeDatabases()
  })
})

describe('rememberWrite', () => {
  it('leaves reads alone', async () => {
    const app = await loadApp(primary, { DATABASE_REPLICA_URL: replica.databaseUrl })
    const response = new NextResponse()
    app.rememberWrite(new NextRequest('https://app.example/posts'), response)
    expect(response.headers.getSetCookie()).toEqual([])
    await app.closeDatabases()
  })

  it('sets nothing where there is no replica', async () => {
    const app = await loadApp(primary)
    const response = new NextResponse()
    app.rememberWrite(new NextRequest('https://app.example/', { method: 'POST' }), response)
    expect(response.headers.getSetCookie()).toEqual([])
    await app.closeDatabases()
  })

  it('sets a short-lived cookie that scripts cannot read', async () => {
    const app = await loadApp(primary, { DATABASE_REPLICA_URL: replica.databaseUrl })
    const response = new NextResponse()
    app.rememberWrite(new NextRequest('https://app.example/', { method: 'POST' }), response)
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-recent-write=1; Path=\/;.*Max-Age=10; Secure; HttpOnly/),
    ])
    await app.closeDatabases()
  })
})
