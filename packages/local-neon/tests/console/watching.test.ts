import { neon as neonSql, neonConfig } from '@neondatabase/serverless'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startLocalNeon, type LocalNeon } from '../../src/index'
import { until } from '../support'
import { consoleOf } from './support'

let neon: LocalNeon
let ask: ReturnType<typeof consoleOf>
beforeAll(async () => {
  neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`
  neon = await startLocalNeon({ data: 'memory', rateLimit: false, quiet: /noisy_table/ })
  ask = consoleOf(neon)
})
afterAll(() => neon.stop())
beforeEach(() => neon.stats.clearStatements())

const statements = async (query = '') => (await ask.api('GET', `/statements${query}`)).json

describe('statements', () => {
  it('come with their parameters and errors, over HTTP and TCP', async () => {
    const sql = neonSql(neon.databaseUrl)
    await sql.query('SELECT $1::text, $2::int', ['it’s <b>', null])
    await expect(sql.query('SELECT * FROM nowhere')).rejects.toThrow()
    const client = new pg.Client({ connectionString: neon.databaseUrlUnpooled })
    await client.connect()
    await client.query('SELECT $1::text AS a, $2::bytea AS b', ['x', Buffer.from([0, 255])])
    await expect(client.query('SELECT 1/0')).rejects.toThrow()
    await client.end()
    expect(await statements()).toMatchObject([
      { text: 'SELECT 1/0', error: 'division by zero', rows: null, transport: 'tcp' },
      { parameters: ['x', '\\x00ff'], error: null, rows: 1, transport: 'tcp' },
      { text: 'SELECT * FROM nowhere', error: 'relation "nowhere" does not exist', rows: null },
      { parameters: ['it’s <b>', null], rows: 1, transport: 'http' },
    ])
    const text = await ask.page('/statements')
    expect(text).toContain('it’s &lt;b&gt;')
    expect(text).toContain('division by zero')
  })

  it('are filtered by words, by words that must not be there, and by failure', async () => {
    const sql = neonSql(neon.databaseUrl)
    await sql.query('SELECT 1 AS Apple')
    await sql.query('SELECT $1::text AS pear', ['green'])
    await expect(sql.query('SELECT apple')).rejects.toThrow()
    expect(await statements('?q=apple')).toHaveLength(2)
    expect(await statements('?q=select%20-apple')).toMatchObject([{ parameters: ['green'] }])
    expect(await statements('?q=GREEN')).toHaveLength(1)
    expect(await statements('?failed=true')).toMatchObject([{ text: 'SELECT apple' }])
    expect(await ask.page('/statements?failed=on&q=pear')).toContain('Nothing to list')
  })

  it('leave out the quiet ones, but count them', async () => {
    const sql = neonSql(neon.databaseUrl)
    await sql.query('SELECT 1 AS noisy_table')
    await sql.query('SELECT 2 /* quiet */')
    await sql.query('SELECT 3 AS loud')
    expect(await statements()).toMatchObject([{ text: 'SELECT 3 AS loud' }])
    expect(await statements('?quiet=true')).toHaveLength(3)
    expect((await ask.api('GET', '/statements/shapes?q=noisy')).json).toMatchObject([
      { text: 'SELECT ? AS noisy_table', quiet: true, calls: 1 },
    ])
  })

  it('are counted by shape, each with a way to its statements', async () => {
    const sql = neonSql(neon.databaseUrl)
    for (const value of [1, 2, 3]) await sql.query(`SELECT ${value} AS counted`)
    const { json } = await ask.api('GET', '/statements/shapes')
    expect(json).toMatchObject([{ text: 'SELECT ? AS counted', calls: 3, rows: 3, failures: 0 }])
    const page = await ask.page('/statements/shapes')
    const [, shape = ''] = /href="\/statements\?shape=(\w+)"/.exec(page) ?? []
    expect(await statements(`?shape=${shape}`)).toHaveLength(3)
  })

  it('are forgotten when somebody asks for it', async () => {
    await neonSql(neon.databaseUrl)`SELECT 1`
    const { statements: before } = neon.stats.snapshot().sql
    expect((await ask.submit('/statements/clear')).status).toBe(303)
    expect(await statements()).toEqual([])
    expect(neon.stats.snapshot().sql.statements).toBe(before)
    await neonSql(neon.databaseUrl)`SELECT 1`
    expect((await ask.api('DELETE', '/statements')).status).toBe(200)
    expect(await statements()).toEqual([])
  })
})

describe('requests to Neon Auth', () => {
  it('come with method, path, status and time; one without an answer, too', async () => {
    await fetch(`${neon.authUrl}/get-session?secret=1`)
    await fetch(`${neon.authUrl}/sign-in/email`, {
      method: 'POST',
      headers: { Origin: 'https://evil.example', 'Content-Type': 'application/json' },
      body: '{}',
    })
    neon.faults.set('auth', { kind: 'refuse' })
    await expect(fetch(`${neon.authUrl}/token`)).rejects.toThrow()
    neon.faults.set('auth', null)
    await until(() => neon.stats.authRequests().length >= 3)
    const { json } = await ask.api('GET', '/auth-requests')
    expect(json).toMatchObject([
      { method: 'GET', path: '/token', status: null },
      { method: 'POST', path: '/sign-in/email', status: 403 },
      { method: 'GET', path: '/get-session', status: 200, origin: null },
    ])
    const page = await ask.page('/requests')
    expect(page).toContain('no answer')
    expect(page).not.toContain('secret=1')
    expect((await ask.api('GET', '/auth-requests?q=403')).json).toHaveLength(1)
  })
})

describe('mails', () => {
  it('show as their author made them, where nothing runs and nothing is loaded', async () => {
    const html = '<h1 style="color: red">Hi</h1><script>alert(1)</script>'
    const { id } = neon.auth.mailbox.send({ to: 'a@example.com', subject: 'Hi', text: 'Hi', html })
    const page = await ask.page(`/mailbox/${id}`)
    expect(page).toMatch(/<iframe[^>]*sandbox="allow-popups allow-popups-to-escape-sandbox"/)
    const framed = await fetch(`${neon.consoleUrl}/mailbox/${id}/html`)
    const policy = framed.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain('sandbox allow-popups')
    expect(policy).not.toMatch(/script|allow-same-origin/)
    expect(await framed.text()).toContain(html)
    const source = await ask.page(`/mailbox/${id}?view=source`)
    expect(source).toContain('Subject: Hi')
    expect(source).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  })

  it('are listed and deleted by recipient, or one by one', async () => {
    neon.auth.mailbox.clear()
    const send = (to: string) => neon.auth.mailbox.send({ to, subject: `To ${to}`, text: '' })
    const [first] = [send('a@example.com'), send('a@example.com'), send('b+c@example.com')]
    const all = '/mails?to='
    expect((await ask.api('GET', `${all}a@example.com`)).json).toHaveLength(2)
    const page = await ask.page(`/mailbox?to=${encodeURIComponent('b+c@example.com')}`)
    expect(page).toContain('To b+c@example.com')
    expect(page).not.toContain('To a@example.com')
    expect((await ask.submit(`/mailbox/${first?.id ?? ''}/delete`)).status).toBe(303)
    expect((await ask.api('GET', `${all}a@example.com`)).json).toHaveLength(1)
    await ask.submit('/mailbox/clear', { to: 'a@example.com' })
    expect(neon.auth.mailbox.list()).toMatchObject([{ to: 'b+c@example.com' }])
    expect((await ask.api('DELETE', `/mails/${first?.id ?? ''}`)).status).toBe(404)
    await ask.api('DELETE', `${all}${encodeURIComponent('b+c@example.com')}`)
    expect(neon.auth.mailbox.list()).toEqual([])
  })
})
