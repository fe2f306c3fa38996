import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { FolderInUse, PortTaken, startLocalNeon } from '../src/index'
import type { LocalNeon, LocalNeonOptions } from '../src/index'

const NAMES = ['sql', 'postgres', 'auth', 'console', 'identityProvider'] as const

const undo: (() => Promise<unknown>)[] = []

/** Tests that aren't about Postgres use this local Neon's: that takes no initdb. */
let shared: LocalNeon
beforeAll(async () => {
  shared = await startLocalNeon({ data: 'memory' })
})
afterAll(() => shared.stop())

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function start(options: Partial<LocalNeonOptions> = {}): Promise<LocalNeon> {
  const local = await startLocalNeon({ data: 'memory', ...options })
  undo.push(() => local.stop())
  return local
}

const startInFront = (options: Partial<LocalNeonOptions> = {}) =>
  start({ postgresUrl: shared.databaseUrlUnpooled, ...options })

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'local-neon-lifecycle-'))
  undo.push(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function stopped(local: LocalNeon): Promise<LocalNeon> {
  await local.stop()
  return local
}

/** Ports where another program listens. */
async function takePorts(): Promise<Record<(typeof NAMES)[number], number>> {
  const ports = await Promise.all(
    NAMES.map(async () => {
      const server = createServer()
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      undo.push(() => new Promise((resolve) => server.close(resolve)))
      return (server.address() as AddressInfo).port
    }),
  )
  const [sql = 0, postgres = 0, auth = 0, console = 0, identityProvider = 0] = ports
  return { sql, postgres, auth, console, identityProvider }
}

/** Whether nobody listens on a port of 127.0.0.1 any more. */
async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)))
  })
}

/** The ports of all parts that listen. */
function portsOf(local: LocalNeon): Record<(typeof NAMES)[number], number> {
  const port = (url: string) => Number(new URL(url).port)
  return {
    sql: port(local.databaseUrl),
    postgres: port(local.databaseUrlUnpooled),
    auth: port(local.authUrl),
    console: port(local.consoleUrl),
    identityProvider: port(local.identityProviderUrl),
  }
}

describe('ports', () => {
  it('are all chosen by the machine when none is given, and free again after the end', async () => {
    const local = await start()
    const ports = Object.values(portsOf(local))
    expect(new Set(ports).size).toBe(NAMES.length)
    await local.stop()
    expect(await Promise.all(ports.map(isFree))).toEqual(ports.map(() => true))
  })

  it('are the next free ones when the chosen ones are taken', async () => {
    const taken = await takePorts()
    const local = await startInFront({ ports: taken })
    for (const name of NAMES) {
      expect(portsOf(local)[name]).toBeGreaterThan(taken[name])
      expect(portsOf(local)[name]).toBeLessThan(taken[name] + 100)
    }
  })

  it.each(NAMES)('%s: a taken one is an error when it is strict', async (name) => {
    const { [name]: taken } = await takePorts()
    const failed = startInFront({ ports: { [name]: taken, strict: [name] } })
    await expect(failed).rejects.toThrow(PortTaken)
    await expect(failed).rejects.toMatchObject({ port: taken })
  })

  it('that are taken leave nothing behind when they are strict', async () => {
    const data = await makeFolder()
    const { identityProvider } = await takePorts()
    const { sql } = portsOf(await startInFront().then(stopped))
    await expect(start({ data, ports: { sql, identityProvider, strict: true } })).rejects.toThrow(
      PortTaken,
    )
    expect(await isFree(sql)).toBe(true)
    await start({ data })
  })

  it('are strict by name alone', async () => {
    const { sql } = await takePorts()
    const local = await startInFront({ ports: { sql, strict: ['auth', 'console'] } })
    expect(portsOf(local).sql).not.toBe(sql)
  })

  it('that are strict and free are the ones that are used', async () => {
    const { sql, auth } = portsOf(await startInFront().then(stopped))
    const local = await startInFront({ ports: { sql, auth, strict: true } })
    expect(portsOf(local)).toMatchObject({ sql, auth })
  })
})

describe('stopping', () => {
  it('may be asked for again and again', async () => {
    const local = await start()
    await Promise.all([local.stop(), local.stop()])
    await local.stop()
    await expect(fetch(local.sqlEndpoint)).rejects.toThrow('fetch failed')
  })

  it('does not wait for clients', async () => {
    const local = await start()
    const client = new Client(local.databaseUrl)
    const ended = new Promise((resolve) => client.once('end', resolve))
    client.on('error', () => {})
    await client.connect()
    await client.query('BEGIN')
    const sleeping = expect(client.query('SELECT pg_sleep(600)')).rejects.toThrow()
    await local.stop()
    await sleeping
    await ended
  })

  it('comes after a prepare that fails, and lets go of the folder', async () => {
    const data = await makeFolder()
    const prepare = () => Promise.reject(new Error('no migration'))
    await expect(start({ data, prepare })).rejects.toThrow('no migration')
    const local = await start({ data })
    expect(local.isNew).toBe(false)
  })
})

describe('two at once', () => {
  it('cannot have the same folder; the first goes on', async () => {
    const data = await makeFolder()
    const first = await start({ data })
    await expect(start({ data })).rejects.toThrow(FolderInUse)
    expect((await first.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await first.stop()
    expect((await start({ data })).isNew).toBe(false)
  })

  it('share nothing', async () => {
    const [one, two] = await Promise.all([start(), start()])
    const ports = [one, two].flatMap((local) => Object.values(portsOf(local)))
    expect(new Set(ports).size).toBe(2 * NAMES.length)

    await one.pool.query('CREATE TABLE of_one (id int)')
    const { rows } = await two.pool.query(`SELECT to_regclass('of_one') AS name`)
    expect(rows).toEqual([{ name: null }])

    const signUp = (local: LocalNeon) =>
      fetch(`${local.authUrl}/sign-up/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: 'http://localhost:3000' },
        body: JSON.stringify({ name: 'A', email: 'a@example.com', password: 'long enough' }),
      })
    expect((await signUp(one)).status).toBe(200)
    // A session is worthless elsewhere, and the same email is free there.
    const cookie = (await signUp(two)).headers.getSetCookie().map((line) => line.split(';')[0])
    const session = (local: LocalNeon) =>
      fetch(`${local.authUrl}/get-session`, { headers: { cookie: cookie.join('; ') } })
    expect(await (await session(two)).json()).toMatchObject({ user: { email: 'a@example.com' } })
    expect(await (await session(one)).json()).toBeNull()
    expect(one.stats.snapshot().auth.byPath).toEqual({ '/sign-up/email': 1, '/get-session': 1 })

    one.faults.set('database', { kind: 'refuse' })
    const client = new Client(two.databaseUrl)
    await client.connect()
    await client.end()

    await one.stop()
    expect((await two.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  })
})
