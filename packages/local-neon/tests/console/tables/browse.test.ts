import { beforeAll, describe, expect, it } from 'vitest'
import { browse } from '../../../src/console/tables/browse'
import { insertRow } from '../../../src/console/tables/edit'
import type { Filter } from '../../../src/console/tables/filters'
import { listRelations } from '../../../src/console/tables/relations'
import { describe as describeRelation } from '../../../src/console/tables/structure'
import { HOSTILE, refusalOf, textsOf, openSchema, walk } from './world'

const SCHEMA = `console browse "${HOSTILE}"`.slice(0, 60)
const quoted = `"${SCHEMA.replaceAll('"', '""')}"`
const column = `"${HOSTILE.replaceAll('"', '""')}"`
const world = openSchema(SCHEMA)

describe('pages', () => {
  beforeAll(async () => {
    await world.pool.query(
      `create table ${quoted}.keyed (id int primary key, n int, t text);
       insert into ${quoted}.keyed select i, nullif(i % 4, 0), 'v' || i % 3 from generate_series(1, 23) i;
       create table ${quoted}.pair (a text, b int, n int, primary key (b, a));
       insert into ${quoted}.pair select 'a' || i % 5, i / 5, i % 2 from generate_series(1, 23) i;
       create table ${quoted}.keyless (n int);
       insert into ${quoted}.keyless select i from generate_series(1, 23) i;
       create view ${quoted}.seen as select id, n from ${quoted}.keyed order by id;
       create table ${quoted}.parts (id int primary key, t text) partition by range (id);
       create table ${quoted}.parts_1 partition of ${quoted}.parts for values from (0) to (10);
       create table ${quoted}.parts_2 partition of ${quoted}.parts for values from (10) to (100);
       insert into ${quoted}.parts select i, 't' from generate_series(1, 23) i;
       create table ${quoted}.parent (id int primary key);
       create table ${quoted}.child () inherits (${quoted}.parent);
       insert into ${quoted}.parent values (1); insert into ${quoted}.child values (1), (2)`,
    )
  })

  it.each([
    ['keyed', null],
    ['keyed', { column: 'n', direction: 'asc' }],
    ['keyed', { column: 'n', direction: 'desc' }],
    ['keyed', { column: 't', direction: 'desc' }],
    ['keyed', { column: 'id', direction: 'desc' }],
    ['pair', null],
    ['pair', { column: 'n', direction: 'desc' }],
    ['pair', { column: 'a', direction: 'asc' }],
    ['keyless', null],
    ['keyless', { column: 'n', direction: 'desc' }],
    ['seen', null],
    ['parts', { column: 't', direction: 'asc' }],
  ] as const)('of %s by %j show every row once, forth and back', async (name, sort) => {
    const all = await browse(world.pool, SCHEMA, name, { sort, size: 100 })
    const expected = textsOf(all).map((row) => row[0])
    expect(expected.length).toBe(23)
    expect(all).toMatchObject({ total: { count: 23, atLeast: false }, next: null, previous: null })
    for (const size of [4, 23]) {
      const { forth, back } = await walk(world.pool, SCHEMA, name, { sort, size })
      expect(forth).toEqual(expected)
      expect(back).toEqual(expected)
    }
  })

  it('sort NULL as Postgres does, and rows that are level by their key', async () => {
    const { rows } = await world.pool.query(
      `select id from ${quoted}.keyed order by n desc, id desc`,
    )
    const page = await browse(world.pool, SCHEMA, 'keyed', {
      sort: { column: 'n', direction: 'desc' },
    })
    expect(textsOf(page).map((row) => row[0])).toEqual(rows.map((row) => String(row.id)))
  })

  it('skip nothing when rows before them come and go', async () => {
    const first = await browse(world.pool, SCHEMA, 'keyed', { size: 5 })
    await world.pool.query(`delete from ${quoted}.keyed where id = 2`)
    await insertRow(world.pool, SCHEMA, 'keyed', { id: '-1' })
    const second = await browse(world.pool, SCHEMA, 'keyed', { size: 5, page: first.next })
    expect(textsOf(second).map((row) => row[0])).toEqual(['6', '7', '8', '9', '10'])
  })

  it('go on behind a value that is too long for an address', async () => {
    await world.pool.query(
      `create table ${quoted}.wide (id int primary key, t text);
       insert into ${quoted}.wide select i, repeat(chr(96 + i), 10000) from generate_series(1, 9) i`,
    )
    const sort = { column: 't', direction: 'desc' } as const
    const { forth, back } = await walk(world.pool, SCHEMA, 'wide', { sort, size: 2 })
    expect(forth).toEqual(['9', '8', '7', '6', '5', '4', '3', '2', '1'])
    expect(back).toEqual(forth)
  })

  it('have no key where a row of a child could be meant', async () => {
    const page = await browse(world.pool, SCHEMA, 'parent')
    expect(page.rows.map((row) => row.key)).toEqual([null, null, null])
  })

  it('stop counting', async () => {
    await world.pool.query(
      `create table ${quoted}.many as select i from generate_series(1, 10001) i`,
    )
    const { total } = await browse(world.pool, SCHEMA, 'many', { size: 1 })
    expect(total).toEqual({ count: 10_000, atLeast: true })
  })

  it.each(['x', 'bnVsbA', Buffer.from('{"from":-1}').toString('base64url'), '%00'])(
    'that nobody made (%s) are refused',
    async (page) => {
      const refusal = await refusalOf(browse(world.pool, SCHEMA, 'keyed', { page }))
      expect(refusal.code).toBe('invalid_request')
    },
  )

  it('of another order are refused', async () => {
    const { next } = await browse(world.pool, SCHEMA, 'pair', { size: 1 })
    const refusal = await refusalOf(browse(world.pool, SCHEMA, 'keyed', { page: next }))
    expect(refusal.message).toBe('That page belongs to a different sort order.')
  })
})

describe('filters', () => {
  beforeAll(async () => {
    await world.pool.query(
      `create table ${quoted}.${column} (id int primary key, ${column} text, j json, p point, d date);
       create table ${quoted}.victims (id int)`,
    )
    const insert = (id: string, text: string | null, rest: Record<string, string> = {}) =>
      insertRow(world.pool, SCHEMA, HOSTILE, { id, [HOSTILE]: text, ...rest })
    await insert('1', HOSTILE, { j: '{"a": 1}', p: '(1,2)', d: '2024-01-31' })
    await insert('2', '')
    await insert('3', null)
    await insert('4', '100%_\\ Äpfel', { d: '2024-02-01' })
  })

  const idsOf = async (...filters: Filter[]) => {
    const page = await browse(world.pool, SCHEMA, HOSTILE, { filters })
    expect(page.total.count).toBe(page.rows.length)
    return textsOf(page).map((row) => row[0])
  }

  it.each([
    [{ column: HOSTILE, operator: 'eq', value: HOSTILE }, ['1']],
    [{ column: HOSTILE, operator: 'eq', value: '' }, ['2']],
    [{ column: HOSTILE, operator: 'ne', value: '' }, ['1', '3', '4']],
    [{ column: HOSTILE, operator: 'null', value: '' }, ['3']],
    [{ column: HOSTILE, operator: 'notnull', value: '' }, ['1', '2', '4']],
    [{ column: HOSTILE, operator: 'contains', value: '%_\\ äPFEL' }, ['4']],
    [{ column: HOSTILE, operator: 'contains', value: '__' }, []],
    [{ column: HOSTILE, operator: 'starts', value: '100%' }, ['4']],
    [{ column: 'id', operator: 'gt', value: '2' }, ['3', '4']],
    [{ column: 'id', operator: 'lte', value: ' 2 ' }, ['1', '2']],
    [{ column: 'd', operator: 'lt', value: '2024-02-01' }, ['1']],
    [{ column: 'j', operator: 'eq', value: '{"a": 1}' }, ['1']],
    [{ column: 'p', operator: 'ne', value: '(1,2)' }, ['2', '3', '4']],
    [{ column: 'd', operator: 'contains', value: '-01-' }, ['1']],
  ] as [Filter, string[]][])('%j', async (filter, expected) => {
    expect(await idsOf(filter)).toEqual(expected)
  })

  it('count together', async () => {
    const notNull: Filter = { column: HOSTILE, operator: 'notnull', value: '' }
    expect(await idsOf(notNull, { column: 'id', operator: 'gte', value: '2' })).toEqual(['2', '4'])
  })

  it.each([
    [{ column: 'id', operator: 'eq', value: '1 or true' }, /invalid input syntax/i],
    [{ column: HOSTILE, operator: 'eq', value: 'a\0b' }, /0x00/],
    [{ column: 'p', operator: 'lt', value: '(1,2)' }, /no order/],
    [{ column: 'id"; drop table victims; --', operator: 'eq', value: '' }, /There is no column/],
    [{ column: 'ctid', operator: 'eq', value: '(0,1)' }, /There is no column/],
  ] as [Filter, RegExp][])('%j is refused', async (filter, message) => {
    const refusal = await refusalOf(browse(world.pool, SCHEMA, HOSTILE, { filters: [filter] }))
    expect(refusal.message).toMatch(message)
    expect((await browse(world.pool, SCHEMA, 'victims')).rows).toEqual([])
  })

  it.each([
    [SCHEMA, 'no such'],
    [`${SCHEMA}"`, HOSTILE],
    [SCHEMA, `victims"; drop table ${quoted}.victims; --`],
    [SCHEMA, 'vic\0tims'],
    ['pg_toast', '"'],
  ])('what is not there (%s, %s) is not found', async (schema, name) => {
    expect((await refusalOf(browse(world.pool, schema, name))).code).toBe('not_found')
  })
})

describe('the list and the structure', () => {
  it('name everything, with sizes and estimates', async () => {
    const listed = await listRelations(world.pool)
    const own = listed.filter((each) => each.schema === SCHEMA)
    expect(own.map(({ name, kind }) => [name, kind])).toEqual(
      expect.arrayContaining([
        [HOSTILE, 'table'],
        ['parts', 'partitioned table'],
        ['seen', 'view'],
      ]),
    )
    expect(own.map((each) => each.name)).not.toContain('parts_1')
    await world.pool.query(`analyze ${quoted}.keyed`)
    const analyzed = await listRelations(world.pool)
    const keyed = analyzed.find((each) => each.schema === SCHEMA && each.name === 'keyed')
    expect(keyed?.rowEstimate).toBe(23)
    expect(keyed?.bytes).toBeGreaterThanOrEqual(8192)
    expect(listed.some((each) => each.schema === 'neon_auth' && each.name === 'user')).toBe(true)
    expect(listed.some((each) => each.schema.startsWith('pg_'))).toBe(false)
  })

  it('show columns, indexes, constraints, policies, triggers and who refers', async () => {
    await world.pool.query(
      `create table ${quoted}.made (id int generated by default as identity primary key,
         owner text not null default 'me' check (owner <> ''), unique (owner));
       comment on table ${quoted}.made is 'What it is for';
       comment on column ${quoted}.made.owner is 'Whose';
       create index made_lower on ${quoted}.made (lower(owner)) where id > 1;
       create table ${quoted}.refers (made_id int references ${quoted}.made on delete cascade);
       alter table ${quoted}.made enable row level security;
       create policy mine on ${quoted}.made as restrictive for update to public
         using (owner = current_user) with check (id > 0);
       create function ${quoted}.same() returns trigger language plpgsql as 'begin return new; end';
       create trigger keeps before update on ${quoted}.made for each row
         execute function ${quoted}.same();
       alter table ${quoted}.made disable trigger keeps`,
    )
    const made = await describeRelation(world.pool, SCHEMA, 'made')
    expect(made).toMatchObject({
      comment: 'What it is for',
      rowSecurity: 'on',
      definition: null,
      policies: [
        {
          name: 'mine',
          isPermissive: false,
          command: 'UPDATE',
          roles: ['public'],
          using: '(owner = CURRENT_USER)',
          check: '(id > 0)',
        },
      ],
      triggers: [{ name: 'keeps', isEnabled: false }],
      referencedBy: [{ schema: SCHEMA, table: 'refers' }],
    })
    expect(made.relation.columns[1]).toMatchObject({ default: "'me'::text", comment: 'Whose' })
    expect(made.relation.columns[0]).toMatchObject({ identity: 'by default' })
    expect(
      made.indexes.map(({ name, isPrimary, isUnique }) => [name, isPrimary, isUnique]),
    ).toEqual([
      ['made_pkey', true, true],
      ['made_lower', false, false],
      ['made_owner_key', false, true],
    ])
    expect(made.constraints.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['primary key', 'unique', 'check']),
    )
    const view = await describeRelation(world.pool, SCHEMA, 'seen')
    expect(view.definition).toMatch(/select/i)
  })
})
