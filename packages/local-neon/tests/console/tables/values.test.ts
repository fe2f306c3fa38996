import { beforeAll, describe, expect, it } from 'vitest'
import { browse, FOLD_AT } from '../../../src/console/tables/browse'
import { insertRow, updateRow } from '../../../src/console/tables/edit'
import { readValue, readWholeRow } from '../../../src/console/tables/row'
import { HOSTILE, textsOf, openSchema } from './world'

const SCHEMA = 'console_values'
const world = openSchema(SCHEMA)

/** A type, a value as people write it, and as Postgres does. */
const samples: [type: string, written: string, shown?: string][] = [
  ['boolean', 'true', 't'],
  ['smallint', '-32768'],
  ['bigint', '9223372036854775807'],
  ['numeric', '0.1000000000000000000000000000000000000001'],
  ['numeric(10,2)', '1.5', '1.50'],
  ['numeric', 'NaN'],
  ['real', '1.1'],
  ['double precision', '0.30000000000000004'],
  ['double precision', '-Infinity'],
  ['money', '$1,234.50'],
  ['text', ''],
  ['text', ' two  spaces\n\tand lines\r\n'],
  ['text', HOSTILE],
  ['text', 'NULL'],
  ['varchar(5)', 'ab   '],
  ['character(5)', 'ab', 'ab   '],
  ['name', 'a name'],
  ['"char"', 'x'],
  ['bytea', '\\x00ff10'],
  ['bytea', ''],
  ['json', '{"b": 1,  "a": [null, "\\u00fc"]}'],
  ['jsonb', '{"b": 1, "a": 12345678901234567890.10}', '{"a": 12345678901234567890.10, "b": 1}'],
  ['jsonb', 'null'],
  ['integer[]', '{1,NULL,3}'],
  ['text[]', '{"a,b",NULL,"NULL","","\\"","{}"}'],
  ['text[][]', '{{a,b},{c,d}}'],
  ['timestamptz', '2024-02-29 23:59:59.123456+00'],
  ['timestamptz', 'infinity'],
  ['timestamp', '0044-03-15 12:00:00 BC'],
  ['date', '5874897-12-31'],
  ['time', '24:00:00'],
  ['timetz', '12:00:00.000001+05:45'],
  ['interval', '1 year 2 mons 3 days 04:05:06.000007'],
  ['uuid', '00000000-0000-0000-0000-00000000000a'],
  ['inet', '192.168.0.1'],
  ['cidr', '10.0.0.0/8'],
  ['bit(3)', '101'],
  ['varbit', '1'],
  ['point', '(1.5,2)'],
  ['int4range', '[1,5)'],
  ['int4multirange', '{[1,3),[5,7)}'],
  ['tsvector', "'a':1 'b':2"],
  ['xml', '<a b="c">d</a>'],
  ['console_values.mood', "it's fine"],
  ['console_values.mood[]', '{sad,"it\'s fine"}'],
  ['console_values.pair', '(1,"a, ""b""")'],
  ['console_values.pair', '(,)'],
  ['console_values.short', 'abc'],
]

describe('values', () => {
  beforeAll(async () => {
    await world.pool.query(
      `create type ${SCHEMA}.mood as enum ('sad', 'it''s fine', '');
       create type ${SCHEMA}.pair as (a int, b text);
       create domain ${SCHEMA}.short as varchar(3) check (value <> 'no');
       create domain ${SCHEMA}.shorter as ${SCHEMA}.short`,
    )
  })

  it('are written, shown and written back exactly, whatever their type', async () => {
    const columns = samples.map(([type], index) => `"c${index}" ${type}`)
    await world.pool.query(
      `create table ${SCHEMA}.every_type (id int primary key, ${columns.join(', ')})`,
    )
    const values = Object.fromEntries(samples.map(([, written], index) => [`c${index}`, written]))
    await insertRow(world.pool, SCHEMA, 'every_type', { id: '1', ...values })
    await insertRow(world.pool, SCHEMA, 'every_type', { id: '2' })

    // A session's settings could change these.
    const page = await browse(world.pool, SCHEMA, 'every_type')
    const [full, empty] = textsOf(page)
    const expected = samples.map(([type, written, shown]) =>
      type === 'bytea' && written === '' ? '\\x' : (shown ?? written),
    )
    expect(full?.slice(1)).toEqual(expected)
    expect(empty?.slice(1)).toEqual(samples.map(() => null))

    const { row } = await readWholeRow(world.pool, SCHEMA, 'every_type', { id: '1' }, 1000)
    expect(row.cells.slice(1).map((cell) => cell?.text)).toEqual(expected)

    // What is shown can be written: a form sends it back unchanged.
    const again = Object.fromEntries(expected.map((text, index) => [`c${index}`, text]))
    const version = row.version ?? ''
    await updateRow(world.pool, SCHEMA, 'every_type', { key: { id: '1' }, version }, again)
    expect(textsOf(await browse(world.pool, SCHEMA, 'every_type'))[0]?.slice(1)).toEqual(expected)
  })

  it('are the same when the database writes dates and bytes in another way', async () => {
    const database = await world.pool.query('select quote_ident(current_database()) as name')
    const name = String(database.rows[0].name)
    await world.pool.query(
      `create table ${SCHEMA}.settings (id int primary key, day date, bytes bytea, span interval);
       insert into ${SCHEMA}.settings values (1, '2024-03-01', '\\x00', '1 day 2 hours')`,
    )
    const before = textsOf(await browse(world.pool, SCHEMA, 'settings'))
    const styles = [
      'datestyle = "German, DMY"',
      'bytea_output = escape',
      'intervalstyle = iso_8601',
    ]
    try {
      // As for every new session; the pool's take it at once.
      for (const style of styles) await world.pool.query(`alter database ${name} set ${style}`)
      const client = await world.pool.connect()
      for (const style of styles) await client.query(`set ${style}`)
      client.release()
      expect(textsOf(await browse(world.pool, SCHEMA, 'settings'))).toEqual(before)
      expect(before).toEqual([['1', '2024-03-01', '\\x00', '1 day 02:00:00']])
    } finally {
      for (const setting of ['datestyle', 'bytea_output', 'intervalstyle']) {
        await world.pool.query(`alter database ${name} reset ${setting}`)
        await world.pool.query(`reset ${setting}`)
      }
    }
  })

  it('are folded when they are long, and given whole on demand', async () => {
    const long = 'ü😀"'.repeat(50_000)
    await world.pool.query(
      `create table ${SCHEMA}.long (id int primary key, t text, j jsonb, b bytea, a text[])`,
    )
    const json = JSON.stringify({ text: 'x'.repeat(1000) })
    const bytes = `\\x${'ab'.repeat(1000)}`
    const array = `{${'abcdefgh,'.repeat(100)}z}`
    const values = { id: '1', t: long, j: json, b: bytes, a: array }
    await insertRow(world.pool, SCHEMA, 'long', values)
    const page = await browse(world.pool, SCHEMA, 'long')
    const cells = page.rows[0]?.cells.slice(1) ?? []
    expect(cells.map((cell) => cell?.length)).toEqual([150_000, json.length + 1, 2002, 902 + 1])
    for (const cell of cells) expect([...(cell?.text ?? '')].length).toBe(FOLD_AT)
    expect(long.startsWith(cells[0]?.text ?? '?')).toBe(true)
    expect(bytes.startsWith(cells[2]?.text ?? '?')).toBe(true)

    expect(await readValue(world.pool, SCHEMA, 'long', { id: '1' }, 't')).toBe(long)
    expect(await readValue(world.pool, SCHEMA, 'long', { id: '1' }, 'b')).toBe(bytes)
    const whole = await readWholeRow(world.pool, SCHEMA, 'long', { id: '1' }, 1_000_000)
    expect(whole.row.cells[1]).toEqual({ text: long })
  })

  it('get a control for their kind, also behind a domain', async () => {
    await world.pool.query(
      `create table ${SCHEMA}.kinds (id int generated always as identity primary key,
         flag boolean not null default true, feeling ${SCHEMA}.mood, code ${SCHEMA}.shorter,
         data jsonb, place point, tags text[], doubled int generated always as (1 + 1) stored)`,
    )
    const { relation } = await browse(world.pool, SCHEMA, 'kinds')
    expect(relation.columns.map(({ name, kind, sortable }) => [name, kind, sortable])).toEqual([
      ['id', 'number', true],
      ['flag', 'boolean', true],
      ['feeling', 'enum', true],
      ['code', 'text', true],
      ['data', 'json', true],
      ['place', 'other', false],
      ['tags', 'other', true],
      ['doubled', 'number', true],
    ])
    const byName = Object.fromEntries(relation.columns.map((column) => [column.name, column]))
    expect(byName['feeling']?.labels).toEqual(['sad', "it's fine", ''])
    expect(byName['flag']).toMatchObject({ notNull: true, default: 'true' })
    expect(byName['id']).toMatchObject({ identity: 'always' })
    expect(byName['doubled']).toMatchObject({ generated: 'stored' })
    expect(byName['code']?.baseType).toBe('character varying')
  })
})
