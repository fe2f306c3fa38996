import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RecentRuns, toCsv, toJson } from '../../../src/console/sql/downloads'
import { createHistory } from '../../../src/console/sql/history'
import { offsetOf, placeAt } from '../../../src/console/sql/positions'
import {
  deleteQuery,
  listQueries,
  readQuery,
  saveQuery,
} from '../../../src/console/sql/saved-queries'

let parent: string
let folder: string
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'local-neon-queries-'))
  folder = join(parent, 'queries')
})
afterEach(() => rm(parent, { recursive: true }))

describe('saved queries', () => {
  it('are .sql files, made with the first', async () => {
    expect(await listQueries(folder)).toEqual([])
    await saveQuery(folder, 'Größte Posts', 'select 1;\n', null)
    await saveQuery(folder, 'a.b-c_d', '', null)
    expect(await listQueries(folder)).toEqual(['a.b-c_d', 'Größte Posts'])
    expect(await readFile(join(folder, 'Größte Posts.sql'), 'utf8')).toBe('select 1;\n')
    expect(await readQuery(folder, 'a.b-c_d')).toMatchObject({ name: 'a.b-c_d', sql: '' })
    await deleteQuery(folder, 'a.b-c_d')
    expect(await listQueries(folder)).toEqual(['Größte Posts'])
  })

  it.each([
    ...['', '.', '..', '../x', '..\\x', 'a/b', '/etc/passwd', 'a\0', '.hidden', 'a.', 'a ', ' a'],
    ...['con', 'NUL.x', 'lpt1', 'a:b', 'a*', 'a"b', `a'; drop`, '%2e%2e', 'x'.repeat(81), 'a\nb'],
  ])('are never named %j', async (name) => {
    const invalid = { code: 'invalid_name' }
    await expect(saveQuery(folder, name, 'select 1', null)).rejects.toMatchObject(invalid)
    await expect(readQuery(folder, name)).rejects.toMatchObject(invalid)
    await expect(deleteQuery(folder, name)).rejects.toMatchObject(invalid)
    await expect(stat(folder)).rejects.toThrow('ENOENT')
  })

  it('are replaced by whoever has seen what is there', async () => {
    const first = await saveQuery(folder, 'q', 'one', null)
    await expect(saveQuery(folder, 'q', 'two', null)).rejects.toMatchObject({ code: 'conflict' })
    await saveQuery(folder, 'q', 'two', first.version)
    const stale = saveQuery(folder, 'q', 'three', first.version)
    await expect(stale).rejects.toMatchObject({ code: 'conflict' })
    expect((await readQuery(folder, 'q')).sql).toBe('two')
    await expect(saveQuery(folder, 'new', '', 'x')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('are no links and no folders', async () => {
    await mkdir(join(folder, 'folder.sql'), { recursive: true })
    await writeFile(join(parent, 'secret'), 'secret')
    await symlink(join(parent, 'secret'), join(folder, 'link.sql'))
    await writeFile(join(folder, 'other.txt'), '')
    expect(await listQueries(folder)).toEqual([])
    for (const name of ['link', 'folder', 'other']) {
      await expect(readQuery(folder, name)).rejects.toMatchObject({ code: 'not_found' })
      await expect(deleteQuery(folder, name)).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})

describe('the history', () => {
  const entry = (sql: string) => ({ sql, at: '2026-01-01', milliseconds: 1, failed: false })

  it('outlives the process, the latest first and once, for its owner alone', async () => {
    const file = join(parent, 'history.json')
    const history = createHistory(file)
    await Promise.all(['a', 'b', 'a'].map((sql) => history.add(entry(sql))))
    await history.add(entry('  '))
    await history.add(entry('x'.repeat(50_001)))
    const again = createHistory(file)
    expect((await again.list()).map(({ sql }) => sql)).toEqual(['a', 'b'])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    for (let at = 0; at < 210; at += 1) await again.add(entry(`${at}`))
    expect((await again.list()).length).toBe(200)
    await again.clear()
    expect(await createHistory(file).list()).toEqual([])
  })

  it('begins anew where its file makes no sense', async () => {
    const file = join(parent, 'history.json')
    await writeFile(file, '{"no":')
    const history = createHistory(file)
    expect(await history.list()).toEqual([])
    await history.add(entry('a'))
    expect((await createHistory(file).list()).length).toBe(1)
  })

  it('needs no file', async () => {
    const history = createHistory(null)
    await history.add(entry('a'))
    expect((await history.list()).length).toBe(1)
  })
})

describe('downloads', () => {
  const result = {
    columns: [
      { name: 'id', type: 'integer' },
      { name: 'te"xt,', type: 'text' },
      { name: 'big', type: 'bigint' },
      { name: 'j', type: 'jsonb' },
      { name: 'ok', type: 'boolean' },
      { name: 'j', type: 'double precision' },
    ],
    rows: [
      ['1', 'a "b"\r\nc, d', '9007199254740993', '{"x": 1.10}', 't', 'NaN'],
      ['-2', '', null, null, 'f', '1e-07'],
    ],
  }

  it('are CSV in which NULL and an empty text differ', () => {
    expect(toCsv(result)).toBe(
      'id,"te""xt,",big,j,ok,j\r\n' +
        '1,"a ""b""\r\nc, d",9007199254740993,"{""x"": 1.10}",t,NaN\r\n' +
        '-2,"",,,f,1e-07\r\n',
    )
  })

  it('are JSON in which nothing is rounded or lost', () => {
    const json = toJson(result)
    expect(json).toContain('"j": {"x": 1.10}')
    expect(JSON.parse(json)).toEqual([
      {
        id: 1,
        'te"xt,': 'a "b"\r\nc, d',
        big: '9007199254740993',
        j: { x: 1.1 },
        ok: true,
        j_2: 'NaN',
      },
      { id: -2, 'te"xt,': '', big: null, j: null, ok: false, j_2: 1e-7 },
    ])
    expect(toJson({ columns: [], rows: [] })).toBe('[]\n')
  })

  it('are of the latest runs', () => {
    const recent = new RecentRuns(2)
    const run = (id: string) => ({
      id,
      sql: '',
      startedAt: new Date(),
      milliseconds: 1,
      results: [{ tag: id, columns: null, rows: [], rowCount: 0, milliseconds: 1 }],
      plan: null,
      notices: [],
      failure: null,
      leftOpen: false,
    })
    for (const id of ['a', 'b', 'c']) recent.add(run(id))
    expect(recent.result('a', 0)).toBeUndefined()
    expect(recent.result('c', 0)?.tag).toBe('c')
    expect(recent.result('c', 1)).toBeUndefined()
  })
})

describe('places', () => {
  it('count what Postgres and JavaScript count', () => {
    expect(offsetOf('😀ab', 2)).toBe(2)
    expect(offsetOf('ab', 9)).toBe(2)
    expect(placeAt('select\n  nöthing from t\n', 9)).toEqual({
      line: 2,
      before: '  ',
      marked: 'nöthing',
      after: ' from t',
    })
    expect(placeAt('select', 6)).toEqual({ line: 1, before: 'select', marked: '', after: '' })
    expect(placeAt('a "b c" d', 2).marked).toBe('"b c"')
  })
})
