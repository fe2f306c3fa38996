import { neon, Pool as NeonPool } from '@neondatabase/serverless'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Branches, LocalNeon } from '../../src/index'
import { errorOf, isEmbedded, startForTest, until, useLocalEndpoints } from '../support'

/** A branch's connection string. */
function urlOf(url: string, branch: string): string {
  return `${url}?options=${encodeURIComponent(`endpoint=${branch}`)}`
}

let local: LocalNeon
let branches: Branches

beforeAll(async () => {
  useLocalEndpoints()
  local = await startForTest()
  if (local.branches === null) throw new Error('there are no branches')
  branches = local.branches
  await local.pool.query('CREATE TABLE note (text text)')
})
afterAll(() => local.stop())

/** The current branch's notes. */
const notes = async (): Promise<string[]> => {
  const { rows } = await local.pool.query<{ text: string }>('SELECT text FROM note ORDER BY text')
  return rows.map(({ text }) => text)
}
const note = (text: string) => local.pool.query('INSERT INTO note VALUES ($1)', [text])

const signUp = async (email: string): Promise<string> => {
  const response = await fetch(`${local.authUrl}/sign-up/email`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: 'http://localhost:3000' },
    body: JSON.stringify({ email, name: 'Somebody', password: 'a long password' }),
  })
  expect(response.status).toBe(200)
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}
const isSignedIn = async (cookie: string): Promise<boolean> => {
  const response = await fetch(`${local.authUrl}/get-session`, { headers: { cookie } })
  const session: unknown = await response.json()
  return session !== null
}

describe.runIf(isEmbedded)('branches', () => {
  beforeEach(async () => {
    await branches.checkout('main')
    const all = await branches.list()
    for (const { name } of all.reverse()) if (name !== 'main') await branches.delete(name)
    for (const { name } of await branches.snapshots()) await branches.deleteSnapshot(name)
    await local.pool.query('TRUNCATE note; TRUNCATE neon_auth."user" CASCADE')
    await local.auth.settings.set({ magicLink: false })
    local.auth.mailbox.clear()
  })

  it('begin with main', async () => {
    expect(await branches.list()).toMatchObject([{ name: 'main', parent: null, isCurrent: true }])
  })

  it('hold data, users, sessions, settings and mails, each its own', async () => {
    await note('before')
    const early = await signUp('early@example.com')
    local.auth.mailbox.send({ to: 'early@example.com', subject: 'Early', text: '' })
    await branches.create('preview')
    await branches.checkout('preview')
    expect(await notes()).toEqual(['before'])
    expect(await isSignedIn(early)).toBe(true)
    expect(local.auth.mailbox.list()).toMatchObject([{ subject: 'Early' }])

    await note('on preview')
    const late = await signUp('late@example.com')
    local.auth.mailbox.send({ to: 'late@example.com', subject: 'Late', text: '' })
    await local.auth.settings.set({ magicLink: true })

    await branches.checkout('main')
    expect(await notes()).toEqual(['before'])
    expect(await isSignedIn(early)).toBe(true)
    expect(await isSignedIn(late)).toBe(false)
    expect(local.auth.mailbox.list()).toMatchObject([{ subject: 'Early' }])
    expect(await local.auth.settings.get()).toMatchObject({ magicLink: false })

    await branches.checkout('preview')
    expect(await notes()).toEqual(['before', 'on preview'])
    expect(await isSignedIn(late)).toBe(true)
    expect(local.auth.mailbox.list()).toMatchObject([{ subject: 'Late' }, { subject: 'Early' }])
    expect(await local.auth.settings.get()).toMatchObject({ magicLink: true })
  })

  it('keep the connection strings and the name of the database', async () => {
    await branches.create('preview')
    const plain = new pg.Pool({ connectionString: local.databaseUrl })
    plain.on('error', () => {})
    const sql = neon(local.databaseUrl)
    await branches.checkout('preview')
    await note('on preview')
    const statement = 'SELECT text, current_database() AS name FROM note'
    const expected = [{ text: 'on preview', name: 'neondb' }]
    expect((await plain.query(statement)).rows).toEqual(expected)
    expect(await sql.query(statement)).toEqual(expected)
    await branches.checkout('main')
    await until(() => plain.totalCount === 0)
    expect((await plain.query(statement)).rows).toEqual([])
    expect(await sql.query(statement)).toEqual([])
    await plain.end()
  })

  it('have connection strings of their own on TCP, WebSocket and HTTP', async () => {
    await branches.create('feature/own-string')
    const statement = "INSERT INTO note VALUES ('theirs') RETURNING text"
    const expected = [{ text: 'theirs' }]
    for (const url of [local.databaseUrl, local.databaseUrlUnpooled]) {
      const plain = new pg.Client(urlOf(url, 'feature/own-string'))
      await plain.connect()
      expect((await plain.query(statement)).rows).toEqual(expected)
      await plain.end()
    }
    const socket = new NeonPool({
      connectionString: urlOf(local.databaseUrl, 'feature/own-string'),
    })
    expect((await socket.query(statement)).rows).toEqual(expected)
    await socket.end()
    expect(await neon(urlOf(local.databaseUrl, 'feature/own-string')).query(statement)).toEqual(
      expected,
    )

    expect(await notes()).toEqual([])
    await branches.checkout('feature/own-string')
    expect(await notes()).toHaveLength(4)
    // The string means the branch, current or not.
    const main = neon(urlOf(local.databaseUrl, 'main'))
    expect(await main.query('SELECT count(*)::int AS count FROM note')).toEqual([{ count: 0 }])
    const own = neon(urlOf(local.databaseUrl, 'feature/own-string'))
    expect(await own.query('SELECT count(*)::int AS count FROM note')).toEqual([{ count: 4 }])
  })

  it('are refused by name when there is none, on every transport', async () => {
    const url = urlOf(local.databaseUrl, 'nowhere')
    const message = 'The requested endpoint could not be found: there is no branch "nowhere".'
    const plain = new pg.Client(url)
    expect(await errorOf(plain.connect())).toMatchObject({ message })
    expect(await errorOf(neon(url).query('SELECT 1'))).toMatchObject({ message })
    const socket = new NeonPool({ connectionString: url })
    expect(await errorOf(socket.query('SELECT 1'))).toMatchObject({ message })
    await socket.end()
    // A cloud id, in a string where only the host was changed.
    expect(await neon(urlOf(local.databaseUrl, 'ep-cool-1')).query('SELECT 1 AS one')).toEqual([
      { one: 1 },
    ])
  })

  it('do not fail requests that come while one is made or checked out', async () => {
    const sql = neon(local.databaseUrl)
    let isOver = false
    const failures: unknown[] = []
    let answered = 0
    const ask = async (work: () => Promise<unknown>) => {
      while (!isOver)
        await work().then(
          () => answered++,
          (error: unknown) => failures.push(error),
        )
    }
    const clients = [
      ask(() => sql.query('SELECT count(*) FROM note')),
      ask(() => sql.query('SELECT pg_sleep(0.02)')),
      ask(() => local.pool.query('SELECT count(*) FROM note')),
      ask(() =>
        fetch(`${local.authUrl}/get-session`).then((response) => {
          if (!response.ok) throw new Error(String(response.status))
        }),
      ),
    ]
    await branches.create('busy')
    await branches.checkout('busy')
    await branches.save('busy-1')
    await branches.restore('busy-1')
    await branches.checkout('main')
    isOver = true
    await Promise.all(clients)
    expect(failures).toEqual([])
    expect(answered).toBeGreaterThan(10)
  })

  it('wait for a transaction, and end one that goes on', async () => {
    const short = new pg.Client(local.databaseUrl)
    await short.connect()
    await short.query('BEGIN')
    await short.query("INSERT INTO note VALUES ('in time')")
    const made = branches.create('patient')
    setTimeout(() => void short.query('COMMIT').then(() => short.end()), 500)
    await made
    await branches.checkout('patient')
    expect(await notes()).toEqual(['in time'])

    const endless = new pg.Client(local.databaseUrl)
    await endless.connect()
    const ended = new Promise<Error>((resolve) => endless.on('error', resolve))
    await endless.query('BEGIN')
    await endless.query("INSERT INTO note VALUES ('too late')")
    await branches.create('impatient')
    expect(await ended).toMatchObject({ code: '57P01' })
    expect(await notes()).toEqual(['in time'])
  })

  it('take the settings and the grants of a database with them', async () => {
    await local.pool.query(`
      ALTER DATABASE neondb SET search_path TO public, "odd Name";
      ALTER ROLE neondb_owner IN DATABASE neondb SET statement_timeout = '7min';
      REVOKE CONNECT ON DATABASE neondb FROM PUBLIC`)
    await branches.create('same')
    const { rows } = await local.pool.query(`
      SELECT (SELECT array_agg(acl::text ORDER BY acl::text) FROM unnest(d.datacl) acl) AS acl, array_agg(s.setconfig::text ORDER BY s.setconfig) AS settings
        FROM pg_database d JOIN pg_db_role_setting s ON s.setdatabase = d.oid
        WHERE datname IN ('neondb', 'branch/same') GROUP BY d.oid`)
    expect(rows).toHaveLength(2)
    expect(rows[0]).toEqual(rows[1])
    await local.pool.query(`
      ALTER DATABASE neondb RESET ALL; ALTER ROLE neondb_owner IN DATABASE neondb RESET ALL;
      GRANT CONNECT ON DATABASE neondb TO PUBLIC`)
  })

  it('are reset to their parent, and what was there is kept when asked for', async () => {
    await branches.create('child')
    await note('on main')
    await branches.checkout('child')
    await note('on child')
    await branches.reset('child', 'of-child')
    expect(await notes()).toEqual(['on main'])
    await note('again')
    await branches.checkout('main')
    await branches.reset('child')
    await branches.checkout('child')
    expect(await notes()).toEqual(['on main'])
    expect(await branches.snapshots()).toMatchObject([{ name: 'of-child', branch: 'child' }])
    await branches.restore('of-child')
    expect(await notes()).toEqual(['on child'])
    expect(await errorOf(branches.reset('main'))).toMatchObject({ kind: 'conflict' })
  })

  it('come of any branch, and are deleted when nothing hangs on them', async () => {
    await branches.create('one')
    await branches.create('two', 'one')
    expect(await branches.list()).toMatchObject([
      { name: 'main' },
      { name: 'one', parent: 'main', isCurrent: false },
      { name: 'two', parent: 'one' },
    ])
    expect(await errorOf(branches.delete('one'))).toMatchObject({ kind: 'conflict' })
    expect(await errorOf(branches.delete('main'))).toMatchObject({ kind: 'conflict' })
    expect(await errorOf(branches.delete('three'))).toMatchObject({ kind: 'missing' })
    expect(await errorOf(branches.create('one'))).toMatchObject({ kind: 'conflict' })
    expect(await errorOf(branches.create('x', 'three'))).toMatchObject({ kind: 'missing' })
    for (const name of ['', 'ep-one', 'a b', 'x'.repeat(51), '/', '"']) {
      expect(await errorOf(branches.create(name))).toMatchObject({ kind: 'invalid' })
    }
    const client = new pg.Client(urlOf(local.databaseUrl, 'two'))
    await client.connect()
    const ended = new Promise((resolve) => client.on('error', resolve))
    await branches.delete('two')
    await ended
    await branches.delete('one')
    expect(await branches.list()).toHaveLength(1)
  })
})

describe.runIf(isEmbedded)('snapshots', () => {
  it('are restored any number of times, and what was there is kept', async () => {
    await note('saved')
    local.auth.mailbox.send({ to: 'one@example.com', subject: 'Saved', text: '' })
    const cookie = await signUp('saved@example.com')
    await branches.save('good')
    await local.pool.query('TRUNCATE note; TRUNCATE neon_auth."user" CASCADE')
    await note('spoiled')
    local.auth.mailbox.clear()

    const kept = await branches.restore('good')
    expect(await notes()).toEqual(['saved'])
    expect(await isSignedIn(cookie)).toBe(true)
    expect(local.auth.mailbox.list()).toMatchObject([{ subject: 'Saved' }])
    expect(await branches.snapshots()).toMatchObject([
      { name: 'good', branch: 'main' },
      { name: kept, branch: 'main' },
    ])

    await note('more')
    await branches.restore(kept)
    expect(await notes()).toEqual(['spoiled'])
    expect(local.auth.mailbox.list()).toEqual([])
    await branches.restore('good')
    expect(await notes()).toEqual(['saved'])
    expect(await branches.snapshots()).toHaveLength(4)
  })

  it('take no connections, and their names are those of branches', async () => {
    await branches.save('closed')
    const url = new URL(local.databaseUrl)
    url.pathname = '/snapshot/closed'
    expect(await errorOf(new pg.Client(url.href).connect())).toMatchObject({ code: '55000' })
    expect(await errorOf(branches.save('closed'))).toMatchObject({ kind: 'conflict' })
    expect(await errorOf(branches.save('not so'))).toMatchObject({ kind: 'invalid' })
    expect(await errorOf(branches.restore('gone'))).toMatchObject({ kind: 'missing' })
    await branches.deleteSnapshot('closed')
    expect(await errorOf(branches.deleteSnapshot('closed'))).toMatchObject({ kind: 'missing' })
  })
})
