import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { LocalNeon } from '../../../src/index'
import { startForTest, until } from '../../support'

const markup = `<img src=x onerror="alert(1)">`

let local: LocalNeon
let queries: string
beforeAll(async () => {
  queries = await mkdtemp(join(tmpdir(), 'local-neon-sql-'))
  local = await startForTest({ queries })
})
afterAll(async () => {
  await local.stop()
  await rm(queries, { recursive: true })
})

const post = (path: string, form: Record<string, string>, headers = {}) =>
  fetch(`${local.consoleUrl}${path}`, {
    method: 'POST',
    body: new URLSearchParams({ token: local.token, ...form }),
    headers: { Origin: local.consoleUrl, ...headers },
    redirect: 'manual',
  })
const call = (method: string, path: string, body?: unknown, token = local.token) =>
  fetch(`${local.consoleUrl}${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
const get = async (path: string) => (await fetch(`${local.consoleUrl}${path}`)).text()

describe('the page', () => {
  it('runs statements by a plain form, and shows one result below the other', async () => {
    const sql = `select '${markup.replaceAll("'", "''")}' as "<b>", null, ''; create temp table t (); select 1/0`
    const response = await post('/sql', { sql, mode: 'run' })
    expect(response.status).toBe(200)
    const page = await response.text()
    expect(page).toContain('1. SELECT')
    expect(page).toContain('2. CREATE TABLE')
    expect(page).toContain('division by zero')
    expect(page).toContain('<textarea')
    expect(page).not.toContain('<img')
    expect(page).not.toContain('<b>')
  })

  it('marks the place of an error', async () => {
    const page = await (await post('/sql', { sql: 'select 1\r\nfrom nowhere', mode: 'run' })).text()
    expect(page).toMatch(/Line 2<\/span>\s*from <mark>nowhere<\/mark>/)
    expect(page).toContain('data-offset="14"')
  })

  it('gives its script the results alone', async () => {
    const headers = { Accept: 'text/html-fragment' }
    const part = await (await post('/sql', { sql: 'select 7 as x', mode: 'run' }, headers)).text()
    expect(part).not.toContain('<html')
    expect(part).toContain('>7<')
    const plan = await (await post('/sql', { sql: 'select 7', mode: 'explain' }, headers)).text()
    expect(plan).toContain('<strong><bdi>Result</bdi></strong>')
    const own = `explain (format json) select 7`
    expect(await (await post('/sql', { sql: own, mode: 'run' }, headers)).text()).toContain(
      'Result',
    )
  })

  it('gives what it showed as CSV and JSON, and runs nothing again for that', async () => {
    await local.pool.query('create sequence console_downloads')
    const sql = `select nextval('console_downloads')::int as n, 'a,b' as t from generate_series(1, 600)`
    const page = await (await post('/sql', { sql, mode: 'run', run: 'a download' })).text()
    expect(page).toMatch(/The first 500 of 600 rows/)
    const csv = await get('/sql/results/a%20download/0.csv')
    expect(csv.split('\r\n').slice(0, 2)).toEqual(['n,t', '1,"a,b"'])
    const json: unknown = JSON.parse(await get('/sql/results/a%20download/0.json'))
    expect(json).toHaveLength(600)
    const { rows } = await local.pool.query('select last_value from console_downloads')
    expect(rows).toEqual([{ last_value: '600' }])
    for (const path of ['a%20download/1.csv', 'other/0.csv', 'a%20download/0.exe']) {
      expect((await fetch(`${local.consoleUrl}/sql/results/${path}`)).status).toBe(404)
    }
    await local.pool.query('drop sequence console_downloads')
  })

  it('saves, opens, replaces and deletes queries, which are files', async () => {
    const saved = await post('/sql/save', { sql: 'select 1;\r\n', name: ' Größte ' })
    expect(saved.status).toBe(303)
    const file = join(queries, 'Größte.sql')
    expect(await readFile(file, 'utf8')).toBe('select 1;\n')
    const page = await get(saved.headers.get('location') ?? '')
    expect(page).toContain('Query saved.')
    const version = /name="version" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const other = await post('/sql/save', { sql: 'other', name: 'Größte' })
    expect(other.status).toBe(409)
    expect(await other.text()).toContain('>\nother</textarea')
    const form = { sql: 'select 2', name: 'Größte', saved: 'Größte', version }
    expect((await post('/sql/save', form)).status).toBe(303)
    expect(await readFile(file, 'utf8')).toBe('select 2')
    expect((await post('/sql/save', { sql: '', name: '../x' })).status).toBe(422)
    const name = encodeURIComponent('Größte')
    expect(await get(`/sql/delete?name=${name}`)).toContain('select 2')
    expect((await post('/sql/delete', { name: 'Größte' })).status).toBe(303)
    await expect(readFile(file)).rejects.toThrow('ENOENT')
    const gone = await fetch(`${local.consoleUrl}/sql?query=${name}`)
    expect(gone.status).toBe(404)
  })

  it('remembers and forgets', async () => {
    await post('/sql', { sql: `select 'remember me'`, mode: 'run' })
    expect(await get('/sql')).toContain('remember me')
    const history = z
      .array(z.object({ sql: z.string(), at: z.string() }))
      .parse(JSON.parse(await get('/api/sql/history')))
    const entry = history[0]
    expect(entry?.sql).toBe(`select 'remember me'`)
    expect(await get(`/sql?at=${encodeURIComponent(entry?.at ?? '')}`)).toContain(
      '>\nselect &#39;remember me&#39;</textarea',
    )
    await post('/sql/forget', {})
    expect(JSON.parse(await get('/api/sql/history'))).toEqual([])
  })

  it('runs, saves and forgets nothing for a stranger', async () => {
    const stolen = { token: 'x', sql: 'create table stolen ()', mode: 'run', name: 'stolen' }
    for (const path of ['/sql', '/sql/save', '/sql/forget', '/sql/delete', '/sql/cancel']) {
      expect((await post(path, stolen)).status).toBe(403)
      const foreign = await post(
        path,
        { ...stolen, token: local.token },
        { Origin: 'http://a.test' },
      )
      expect(foreign.status).toBe(403)
    }
    expect((await call('POST', '/api/sql', { sql: stolen.sql }, 'x')).status).toBe(401)
    const { rows } = await local.pool.query(`select to_regclass('stolen') as it`)
    expect(rows).toEqual([{ it: null }])
  })

  it('serves its script as one file that loads nothing else', async () => {
    const response = await fetch(`${local.consoleUrl}/static/sql.js`)
    expect(response.headers.get('content-type')).toMatch(/javascript/)
    expect(await response.text()).not.toMatch(/\bfrom\s*["']@codemirror|import\(/)
  })
})

describe('the API', () => {
  it('runs, explains, and says what failed', async () => {
    const ran = await call('POST', '/api/sql', { sql: 'select 1 as a; select 2 as b', rows: 0 })
    expect(await ran.json()).toMatchObject({
      failure: null,
      results: [
        { tag: 'SELECT 1', rows: [], rowCount: 1 },
        { columns: [{ name: 'b', type: 'integer' }] },
      ],
    })
    const failed = await call('POST', '/api/sql', { sql: 'selec 1' })
    expect(failed.status).toBe(200)
    expect(await failed.json()).toMatchObject({ failure: { code: '42601', offset: 0 } })
    const explained = await call('POST', '/api/sql', { sql: 'select 1', mode: 'explain' })
    expect(await explained.json()).toMatchObject({ plan: { root: { title: 'Result' } } })
    expect((await call('POST', '/api/sql', { sql: 1 })).status).toBe(400)
    expect((await call('POST', '/api/sql', { sql: '', timeout: 0 })).status).toBe(400)
  })

  it('cancels a run', async () => {
    const sleeping = call('POST', '/api/sql', { sql: 'select pg_sleep(20)', id: 'nap/1' })
    await until(async () => (await get('/api/sql/runs')).includes('nap/1'))
    await until(async () => {
      const answer = await call('POST', `/api/sql/runs/${encodeURIComponent('nap/1')}/cancel`)
      return answer.status === 200
    })
    expect(await (await sleeping).json()).toMatchObject({
      failure: { message: expect.stringMatching(/cancel/i) },
    })
    expect((await call('POST', '/api/sql/runs/none/cancel')).status).toBe(404)
  })

  it('cancels what whoever asked no longer waits for', async () => {
    const leaving = new AbortController()
    const body = JSON.stringify({ sql: 'select pg_sleep(25)', id: 'left' })
    const headers = { Authorization: `Bearer ${local.token}`, 'Content-Type': 'application/json' }
    const url = `${local.consoleUrl}/api/sql`
    const asked = fetch(url, { method: 'POST', headers, body, signal: leaving.signal })
    await until(async () => (await get('/api/sql/runs')).includes('left'))
    leaving.abort()
    await expect(asked).rejects.toThrow()
    await until(async () => !(await get('/api/sql/runs')).includes('left'))
  })

  it('saves queries', async () => {
    const path = '/api/sql/queries/by%20api'
    const saved = await call('PUT', path, { sql: 'select 1' })
    const { version } = z.object({ version: z.string() }).parse(await saved.json())
    expect((await call('PUT', path, { sql: 'select 2' })).status).toBe(409)
    expect((await call('PUT', path, { sql: 'select 2', replaces: version })).status).toBe(200)
    expect(JSON.parse(await get('/api/sql/queries'))).toEqual(['by api'])
    expect(JSON.parse(await get(path))).toMatchObject({ sql: 'select 2' })
    expect((await call('PUT', '/api/sql/queries/..%2Fx', { sql: '' })).status).toBe(400)
    expect((await call('DELETE', path)).status).toBe(200)
    expect((await call('GET', path)).status).toBe(404)
  })
})
