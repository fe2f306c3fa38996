import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalNeon } from '../../src/index'
import { startForTest } from '../support'

let local: LocalNeon

beforeAll(async () => {
  local = await startForTest()
})

afterAll(() => local.stop())

interface Answer {
  status: number
  headers: Headers
  body: unknown
}

async function post(body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(local.sqlEndpoint, {
    method: 'POST',
    headers: { 'Neon-Connection-String': local.databaseUrl, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

function withUrl(change: (url: URL) => void): Record<string, string> {
  const url = new URL(local.databaseUrl)
  change(url)
  return { 'Neon-Connection-String': url.href }
}

const NOT_FROM_POSTGRES = {
  code: '',
  severity: '',
  detail: null,
  hint: null,
  position: null,
  internalPosition: null,
  internalQuery: null,
  where: null,
  table: null,
  column: null,
  schema: null,
  dataType: null,
  constraint: null,
  file: null,
  line: null,
  routine: null,
}

describe('answers', () => {
  it('has typed values unless raw text is asked for', async () => {
    const query = `SELECT true AS b, 1::int2 AS i2, 2::int4 AS i4, 3::int8 AS i8, 1.50::numeric AS n,
      1.5::float8 AS f, 'NaN'::float8 AS nan, '-Infinity'::float4 AS inf, '{"a":null}'::json AS j,
      '{{1,2},{3,NULL}}'::int4[] AS a, ARRAY['x,y', NULL, 'NULL', 'a"b\\c'] AS t, NULL AS nothing,
      '[0:1]={t,f}'::bool[] AS bounds, ARRAY['{"k":1}'::jsonb] AS js, date '2026-01-02' AS d`
    const typed = await post({ query })
    expect(typed.body).toMatchObject({
      command: 'SELECT',
      rowCount: 1,
      rowAsArray: false,
      rows: [
        {
          b: true,
          i2: 1,
          i4: 2,
          i8: '3',
          n: '1.50',
          f: 1.5,
          nan: 'NaN',
          inf: '-Infinity',
          j: { a: null },
          a: [
            [1, 2],
            [3, null],
          ],
          t: ['x,y', null, 'NULL', 'a"b\\c'],
          nothing: null,
          bounds: [true, false],
          js: [{ k: 1 }],
          d: '2026-01-02',
        },
      ],
    })
    const raw = await post({ query, arrayMode: true }, { 'Neon-Raw-Text-Output': 'true' })
    expect(raw.body).toMatchObject({
      rowAsArray: true,
      rows: [
        [
          't',
          '1',
          '2',
          '3',
          '1.50',
          '1.5',
          'NaN',
          '-Infinity',
          '{"a":null}',
          '{{1,2},{3,NULL}}',
          '{"x,y",NULL,"NULL","a\\"b\\\\c"}',
          null,
          '[0:1]={t,f}',
          '{"{\\"k\\": 1}"}',
          '2026-01-02',
        ],
      ],
    })
  })

  it('describes the fields', async () => {
    const { body, headers } = await post({ query: `SELECT 'x'::varchar(5) AS v` })
    expect(body).toMatchObject({
      fields: [
        {
          name: 'v',
          dataTypeID: 1043,
          tableID: 0,
          columnID: 0,
          dataTypeSize: -1,
          dataTypeModifier: 9,
          format: 'text',
        },
      ],
    })
    expect(headers.get('content-type')).toBe('application/json')
    expect(headers.get('neon-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('takes parameters of every kind of JSON', async () => {
    const query =
      'SELECT $1::int AS n, $2::bool AS b, $3::jsonb AS o, $4::text[] AS a, $5::text AS z'
    const params = [1, true, { k: ['v'] }, ['a"b', null, 'c\\d', 'e,f'], null]
    const { body } = await post({ query, params, unknown: 'ignored' })
    expect(body).toMatchObject({
      rows: [{ n: 1, b: true, o: { k: ['v'] }, a: ['a"b', null, 'c\\d', 'e,f'], z: null }],
    })
  })

  it.each([
    ['', { command: '', rowCount: null, fields: [], rows: [] }],
    ['CREATE TEMP TABLE t (id int)', { command: 'CREATE', rowCount: null }],
    ['BEGIN', { command: 'BEGIN', rowCount: null }],
    ['SELECT WHERE false', { command: 'SELECT', rowCount: 0, rows: [] }],
  ])('answers %j', async (query, expected) => {
    const { status, body } = await post({ query })
    expect([status, body]).toMatchObject([200, expected])
  })

  it('answers batches, the empty one too', async () => {
    const { body } = await post({
      queries: [{ query: 'SELECT 1 AS a' }, { query: 'SELECT 2 AS b' }],
    })
    expect(body).toMatchObject({ results: [{ rows: [{ a: 1 }] }, { rows: [{ b: 2 }] }] })
    expect(await post({ queries: [] })).toMatchObject({ status: 200, body: { results: [] } })
  })

  it('gives a flag only for exactly true', async () => {
    const { body } = await post({ query: 'SELECT true AS b' }, { 'Neon-Raw-Text-Output': 'TRUE' })
    expect(body).toMatchObject({ rows: [{ b: true }] })
  })
})

describe('refusals', () => {
  it('tells a wrong password or user as text, not as an SQL error', async () => {
    const wrongPassword = await post(
      { query: 'SELECT 1' },
      withUrl((url) => (url.password = 'no')),
    )
    expect(wrongPassword.status).toBe(400)
    const { username } = new URL(local.databaseUrl)
    expect(wrongPassword.body).toEqual({
      ...NOT_FROM_POSTGRES,
      message: `password authentication failed for user '${username}'`,
    })
    const wrongUser = await post(
      { query: 'SELECT 1' },
      withUrl((url) => (url.username = 'nobody')),
    )
    expect(wrongUser.body).toMatchObject({
      message: "password authentication failed for user 'nobody'",
      code: '',
    })
  })

  it('tells an unknown database as Postgres does', async () => {
    const { status, body } = await post(
      { query: 'SELECT 1' },
      withUrl((url) => (url.pathname = '/x')),
    )
    expect(status).toBe(400)
    expect(body).toMatchObject({
      message: 'database "x" does not exist',
      code: '3D000',
      severity: 'FATAL',
    })
  })

  it.each([
    ['', 'invalid header: neon-connection-string'],
    ['no url', 'invalid connection string: '],
    ['postgresql://u:p@localhost/', 'missing database name'],
    ['postgresql://localhost/d', 'missing username'],
    ['postgresql://u@localhost/d', 'missing authentication credentials: required password'],
  ])('refuses the connection string %j', async (url, message) => {
    const { status, body } = await post({ query: 'SELECT 1' }, { 'Neon-Connection-String': url })
    expect(status).toBe(400)
    expect(body).toMatchObject({
      message: expect.stringContaining(message),
      code: '',
      severity: '',
    })
  })

  it.each(['', '{', '[]', '"x"', '{"query":1}', '{"query":"\\ud800"}', '{"queries":[{}]}'])(
    'refuses the body %j',
    async (text) => {
      const { status, body } = await post(text)
      expect(status).toBe(400)
      expect(body).toMatchObject({
        ...NOT_FROM_POSTGRES,
        message: expect.stringMatching(/^could not parse the HTTP request body: ./),
      })
    },
  )

  it('refuses an unknown isolation level', async () => {
    const { status, body } = await post(
      { queries: [{ query: 'SELECT 1' }] },
      { 'Neon-Batch-Isolation-Level': 'Snapshot' },
    )
    expect(status).toBe(400)
    expect(body).toMatchObject({ message: 'invalid isolation level', code: '' })
  })

  it('refuses a request over 10 MiB', async () => {
    const { status, body } = await post({ query: 'SELECT 1', params: ['x'.repeat(10 * 2 ** 20)] })
    expect(status).toBe(413)
    expect(body).toMatchObject({ message: 'request is too large (max is 10485760 bytes)' })
  })

  it('refuses an answer over 10 MiB, and goes on', async () => {
    const { status, body } = await post({
      query: `SELECT repeat('x', 1000000) FROM generate_series(1, 1000)`,
    })
    expect(status).toBe(507)
    expect(body).toMatchObject({ message: 'response is too large (max is 10485760 bytes)' })
    expect((await post({ query: 'SELECT 1' })).status).toBe(200)
  })

  it('gives a large answer that is allowed', async () => {
    const { status, body } = await post({ query: `SELECT repeat('x', 9000000) AS x` })
    expect(status).toBe(200)
    expect(JSON.stringify(body).length).toBeGreaterThan(9_000_000)
  })

  it.each([
    ['GET', '/sql'],
    ['POST', '/'],
    ['PUT', '/sql'],
    ['DELETE', '/sql/x'],
  ])('does not know %s %s', async (method, path) => {
    const response = await fetch(new URL(path, local.sqlEndpoint), { method })
    expect(response.status).toBe(400)
    expect(await response.json()).toBe('query is not supported')
  })

  it('allows the origin of a page on this machine', async () => {
    const headers = { Origin: 'http://localhost:5173' }
    const response = await fetch(local.sqlEndpoint, { method: 'OPTIONS', headers })
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:5173')
    expect(response.headers.get('vary')).toBe('Origin')
    expect(response.headers.get('access-control-allow-headers')).toContain('Neon-Connection-String')
  })

  it('answers COPY with an error and goes on', async () => {
    for (const query of ['COPY pg_class TO STDOUT', 'CREATE TEMP TABLE t(i int)']) {
      await post({ query })
    }
    const { status } = await post({ query: 'COPY (SELECT 1) TO STDOUT' })
    expect(status).toBe(400)
    expect((await post({ query: 'SELECT 1' })).status).toBe(200)
  })
})
