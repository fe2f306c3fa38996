import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRunner, type RunRequest, type Runner } from '../../../src/console/sql/run'
import type { LocalNeon } from '../../../src/index'
import { startForTest, until } from '../../support'

let local: LocalNeon
let runner: Runner
beforeAll(async () => {
  local = await startForTest()
  runner = createRunner(local.pool)
  await local.pool.query(
    'drop table if exists sql_runs; create table sql_runs (id int primary key)',
  )
})
afterAll(async () => {
  await local.pool.query('drop table if exists sql_runs')
  await local.stop()
})

let count = 0
const run = (sql: string, options: Partial<RunRequest> = {}, by = runner) =>
  by.run({ id: `run ${(count += 1)}`, sql, mode: 'run', timeout: 20_000, ...options })
const stored = async () => {
  const { rows } = await local.pool.query('select id from sql_runs order by id')
  return rows.map((row) => row.id)
}

describe('a run', () => {
  it('gives every statement a result of its own', async () => {
    const { results, failure } = await run(
      `select 1 as one, null as nothing; create temp table t (a int);;
       insert into t values (1), (2); select * from t where false -- the end`,
    )
    expect(failure).toBeNull()
    expect(results.map(({ tag, rows, rowCount }) => ({ tag, rows, rowCount }))).toEqual([
      { tag: 'SELECT 1', rows: [['1', null]], rowCount: 1 },
      { tag: 'CREATE TABLE', rows: [], rowCount: 0 },
      { tag: 'INSERT 0 2', rows: [], rowCount: 0 },
      { tag: 'SELECT 0', rows: [], rowCount: 0 },
    ])
    expect(results.map(({ columns }) => columns)).toEqual([
      [
        { name: 'one', type: 'integer' },
        { name: 'nothing', type: 'text' },
      ],
      null,
      null,
      [{ name: 'a', type: 'integer' }],
    ])
  })

  it('gives texts exactly, and names lengths of types', async () => {
    const { results } = await run(
      `select 0.1::numeric(20,10) as n, 9007199254740993 as big, '' as empty, '{"a":  1}'::json as j,
         true as b, array[1,null] as list, 'x'::varchar(7) as v, '"; drop'::text as "a ""b"""`,
    )
    expect(results[0]?.rows).toEqual([
      ['0.1000000000', '9007199254740993', '', '{"a":  1}', 't', '{1,NULL}', 'x', '"; drop'],
    ])
    expect(results[0]?.columns?.map(({ type }) => type)).toEqual([
      'numeric(20,10)',
      'bigint',
      'text',
      'json',
      'boolean',
      'integer[]',
      'character varying(7)',
      'text',
    ])
    expect(results[0]?.columns?.at(-1)?.name).toBe('a "b"')
  })

  it('says where it failed, whatever characters came before, with the results until then', async () => {
    const sql = `select '😀 ü';\nselect nothing from sql_runs`
    const failed = await run(sql)
    expect(failed.failure).toMatchObject({ code: '42703', offset: sql.indexOf('nothing') })
    expect(failed.results.map(({ tag }) => tag)).toEqual(['SELECT 1'])
    const nowhere = await run('select 1/0')
    expect(nowhere.failure).toMatchObject({ message: 'division by zero', offset: null })
    const hinted = await run('select lenght(1)')
    expect(hinted.failure?.hint).toMatch(/function/)
  })

  it('does several statements as one, unless they say otherwise', async () => {
    await run('insert into sql_runs values (1); insert into sql_runs values (1)')
    expect(await stored()).toEqual([])
    await run('begin; insert into sql_runs values (1); commit; insert into sql_runs values (1)')
    expect(await stored()).toEqual([1])
    const open = await run('begin; insert into sql_runs values (2)')
    expect(open.leftOpen).toBe(true)
    expect(await stored()).toEqual([1])
  })

  it('leaves nothing behind on a connection', async () => {
    await run(`set search_path = nowhere; set role pg_monitor; create temp table left_behind ()`)
    const { results } = await run(
      `select current_setting('search_path'), current_user = session_user, to_regclass('left_behind')`,
    )
    expect(results[0]?.rows).toEqual([['"$user", public', 't', null]])
    expect(local.pool.totalCount - local.pool.idleCount).toBe(0)
  })

  it('keeps no more rows than it may, and counts them all', async () => {
    const few = createRunner(local.pool, { rows: 10, characters: 1000 })
    const { results } = await run('select generate_series(1, 200000)', {}, few)
    expect(results[0]).toMatchObject({ tag: 'SELECT 200000', rowCount: 200_000 })
    expect(results[0]?.rows.length).toBe(10)
    const wide = await run(`select repeat('x', 400) from generate_series(1, 5); select 1`, {}, few)
    expect(wide.results.map(({ rows }) => rows.length)).toEqual([2, 0])
  })

  it('hears notices', async () => {
    const { notices } = await run(`do $$ begin raise notice 'heard'; raise warning 'too'; end $$`)
    expect(notices).toEqual(['NOTICE: heard', 'WARNING: too'])
  })

  it.each([
    ['nothing', '', []],
    ['a comment', '-- nothing', []],
    ['dollar quotes', `select $a$;'"$$ --$a$`, [[[`;'"$$ --`]]]],
    ['COPY to the client', 'copy (select 1) to stdout', [[]]],
  ])('takes %s', async (_, sql, rows) => {
    const { results, failure } = await run(sql)
    expect(failure).toBeNull()
    expect(results.map((result) => result.rows)).toEqual(rows)
  })

  it.each([
    ['a NUL', 'select \0 1', /NUL/],
    ['COPY from the client', 'copy sql_runs from stdin', /no data/],
    [
      'a connection that ends',
      'select pg_terminate_backend(pg_backend_pid())',
      /terminat|connection/i,
    ],
  ])('fails by %s, and the next goes well', async (_, sql, message) => {
    expect((await run(sql)).failure?.message).toMatch(message)
    expect((await run('select 1')).failure).toBeNull()
  })

  it('ends at its timeout', async () => {
    const { failure, milliseconds } = await run('select pg_sleep(20)', { timeout: 100 })
    expect(failure?.message).toMatch(/statement timeout/)
    expect(milliseconds).toBeLessThan(10_000)
  })

  it('is cancelled by its id, or by whoever asked going away', async () => {
    const sleeping = run('select pg_sleep(20)', { id: 'sleeping' })
    await until(async () => {
      const { rows } = await local.pool.query(
        `select from pg_stat_activity where query = 'select pg_sleep(20)' and state = 'active'`,
      )
      return rows.length > 0
    })
    expect(runner.running()).toMatchObject([{ id: 'sleeping', sql: 'select pg_sleep(20)' }])
    await expect(run('select 1', { id: 'sleeping' })).rejects.toThrow(/already/)
    expect(await runner.cancel('sleeping')).toBe(true)
    expect((await sleeping).failure).toMatchObject({ code: '57014' })
    expect(runner.running()).toEqual([])
    expect(await runner.cancel('sleeping')).toBe(false)

    const leaving = AbortSignal.timeout(300)
    const left = await run('select pg_sleep(20)', { signal: leaving })
    expect(left.failure).not.toBeNull()
    expect(left.milliseconds).toBeLessThan(10_000)
    const gone = await run('insert into sql_runs values (99)', { signal: AbortSignal.abort() })
    expect(gone.failure?.message).toMatch(/Cancelled/)
    expect(await stored()).not.toContain(99)
  })

  it('waits for no more than four at once', async () => {
    const ids = ['a', 'b', 'c', 'd']
    const four = ids.map((id) => run('select pg_sleep(20)', { id }))
    await expect(run('select 1')).rejects.toThrow(/4 queries are already running/)
    for (const id of ids) await runner.cancel(id)
    for (const { failure } of await Promise.all(four)) expect(failure).not.toBeNull()
    expect((await run('select 1')).failure).toBeNull()
  })
})

describe('explain', () => {
  const explain = (sql: string) => run(sql, { mode: 'explain' })

  it('gives a tree with what each node cost, and changes nothing', async () => {
    const before = await stored()
    const { plan, failure } = await explain(
      `insert into sql_runs select i from generate_series(1000, 1999) i where i % 7 <> 0 limit 50`,
    )
    expect(failure).toBeNull()
    expect(plan?.root.title).toBe('Insert on sql_runs')
    expect(plan?.execution).toBeGreaterThan(0)
    const titles: string[] = []
    const visit = (node: NonNullable<typeof plan>['root']) => {
      titles.push(node.title)
      expect(node.time).toBeGreaterThanOrEqual(node.ownTime ?? Infinity)
      expect(node.cost.total).toBeGreaterThanOrEqual(node.cost.startup)
      expect(node.buffers).not.toBeNull()
      node.children.forEach(visit)
    }
    if (plan) visit(plan.root)
    expect(titles).toContain('Limit')
    expect(titles).toContain('Function Scan on generate_series i')
    expect(await stored()).toEqual(before)
  })

  it('names indexes, conditions and subplans', async () => {
    const { plan } = await explain(
      `select (select max(id) from sql_runs), relname from pg_class where oid = 1259 order by 2`,
    )
    const text = JSON.stringify(plan)
    expect(text).toContain('Index Scan using pg_class_oid_index on pg_class')
    expect(text).toMatch(/"name":"Index Cond","value":"\(oid = '1259'::oid\)"/)
    expect(text).toMatch(/"role":"InitPlan 1/)
  })

  it('explains one statement alone, so that nothing is run beside it', async () => {
    const { failure } = await explain('select 1; insert into sql_runs values (77)')
    expect(failure).toMatchObject({ code: '42601' })
    expect(await stored()).not.toContain(77)
  })

  it('says where it failed in the text that was written', async () => {
    const sql = 'select ü, nothing from sql_runs'
    expect((await explain(sql)).failure?.offset).toBe(sql.indexOf('ü'))
    expect((await explain('vacuum')).failure?.offset).toBe(0)
  })
})
