import { neon, Pool as NeonPool } from '@neondatabase/serverless'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalNeon } from '../../src/index'
import { errorOf, startForTest, useLocalEndpoints } from '../support'

let local: LocalNeon
let webSocket: NeonPool
let tcp: pg.Pool

beforeAll(async () => {
  useLocalEndpoints()
  local = await startForTest()
  webSocket = new NeonPool({ connectionString: local.databaseUrl })
  tcp = new pg.Pool({ connectionString: local.databaseUrl })
  await tcp.query(`
    DROP SCHEMA IF EXISTS parity CASCADE; CREATE SCHEMA parity;
    CREATE TYPE parity.mood AS ENUM ('sad', 'ok', 'very happy');
    CREATE TYPE parity.pair AS (left_part int, right_part text);
    CREATE DOMAIN parity.positive AS int CHECK (VALUE > 0);
    CREATE TABLE parity.things (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      name text NOT NULL UNIQUE, mood parity.mood, pair parity.pair, size parity.positive)`)
})

afterAll(async () => {
  await Promise.all([webSocket.end(), tcp.end()])
  await local.stop()
})

/** A value of every built-in scalar type that a column can have. */
const SCALARS: Record<string, string> = {
  bool: 'true',
  int2: '-32768',
  int4: '2147483647',
  int8: '-9223372036854775808',
  numeric: '12345678901234567890.0123456789',
  float4: '1.5',
  float8: '-0.1',
  money: '12.34',
  text: 'ünïcödé 🎈 "quoted" \\ back',
  varchar: '',
  'char(4)': 'ab',
  name: 'a name',
  bytea: '\\x00ff10',
  date: '2026-02-28',
  time: '23:59:59.999999',
  timetz: '12:00:00+02',
  timestamp: '2026-01-02 03:04:05.678901',
  timestamptz: '2026-01-02 03:04:05.678901+09',
  interval: '1 year 2 mons 3 days 04:05:06.7',
  uuid: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
  json: '{"a": [1, null, "x"],  "b": {}}',
  jsonb: '{"a": [1, null, "x"], "b": {}}',
  jsonpath: '$.a[*]',
  xml: '<a>b</a>',
  inet: '192.168.0.1/24',
  cidr: '10.0.0.0/8',
  macaddr: '08:00:2b:01:02:03',
  macaddr8: '08:00:2b:01:02:03:04:05',
  bit: '1',
  'bit varying': '10101',
  point: '(1,2)',
  line: '{1,2,3}',
  lseg: '[(0,0),(1,1)]',
  box: '(1,1),(0,0)',
  path: '((0,0),(1,1))',
  polygon: '((0,0),(1,1),(1,0))',
  circle: '<(0,0),2>',
  tsvector: `'a':1 'cat':2`,
  tsquery: `'fat' & 'rat'`,
  int4range: '[1,5)',
  int8range: 'empty',
  numrange: '(,3.5]',
  tsrange: '["2026-01-01 00:00:00","2026-01-02 00:00:00")',
  tstzrange: '["2026-01-01 00:00:00+00",)',
  daterange: '[2026-01-01,2026-01-05)',
  int4multirange: '{[1,3),[5,8)}',
  oid: '4294967295',
  regclass: 'pg_catalog.pg_class',
  pg_lsn: '16/B374D848',
  xid8: '42',
  'parity.mood': 'very happy',
  'parity.pair': '(1,"a, b")',
  'parity.positive': '7',
}

const SAMPLES: [text: string, values?: unknown[]][] = [
  ...Object.entries(SCALARS).flatMap(([type, value]): [string, unknown[]][] => [
    [`SELECT $1::${type} AS value`, [value]],
    [`SELECT ARRAY[$1::${type}, NULL] AS value`, [value]],
  ]),
  ['SELECT NULL AS a, NULL::int AS b, NULL::text[] AS c'],
  ['SELECT ARRAY[]::int[] AS empty, ARRAY[[1,2],[3,4]] AS nested'],
  [`SELECT 'NaN'::float8 AS a, 'Infinity'::float8 AS b, '-Infinity'::float4 AS c`],
  ['SELECT 1 WHERE false'],
  ['SELECT'],
  ['SELECT 1 AS a, 2 AS a'],
  ['SELECT count(*) FROM generate_series(1, 1000)'],
  ['SELECT n, repeat($1, n) AS text FROM generate_series(1, 20) AS n', ['é']],
  [`WITH made AS (SELECT 1 AS n UNION ALL SELECT 2) SELECT * FROM made ORDER BY n DESC`],
  ['VALUES (1, $1), (2, $2)', ['a', null]],
  ['SHOW server_version'],
  ['EXPLAIN (COSTS OFF) SELECT 1'],
  ['DELETE FROM parity.things'],
  ['CREATE TABLE IF NOT EXISTS parity.made (id int)'],
  ['DROP TABLE IF EXISTS parity.made'],
  ['SELECT typname, typlen FROM pg_catalog.pg_type ORDER BY oid LIMIT 20'],
  [''],
]

const FAILING: [text: string, values?: unknown[]][] = [
  ['SELECT 1/0'],
  ['SELEC 1'],
  ['SELECT * FROM nowhere'],
  ['SELECT nothing FROM parity.things'],
  ['SELECT $1::int', ['x']],
  ['SELECT $1::int, $2::int', [1]],
  ['SELECT $1::parity.mood', ['glad']],
  ['SELECT $1::parity.positive', [-1]],
  ['INSERT INTO parity.things (id, name) OVERRIDING SYSTEM VALUE VALUES (1, NULL)'],
  [`INSERT INTO parity.things (name) VALUES ('x'), ('x')`],
  [
    `DO $$ BEGIN RAISE EXCEPTION 'own' USING ERRCODE = 'P1234', DETAIL = 'd', HINT = 'h',
     COLUMN = 'c', CONSTRAINT = 'n', DATATYPE = 't', TABLE = 'tb', SCHEMA = 's'; END $$`,
  ],
  ['SELECT length($1)', ['\0']],
]

describe('the same query over HTTP, WebSocket and TCP', () => {
  it.each(SAMPLES)('%s %j', async (text, values = []) => {
    for (const arrayMode of [false, true]) {
      const http = await neon(local.databaseUrl, { fullResults: true, arrayMode }).query(
        text,
        values,
      )
      const query = { text, values, ...(arrayMode && { rowMode: 'array' as const }) }
      const overWebSocket = await webSocket.query(query)
      const overTcp = await tcp.query(query)
      const parts = (result: typeof overWebSocket | typeof overTcp | typeof http) => ({
        rows: result.rows,
        fields: result.fields.map((field) => ({ ...field })),
        rowCount: result.rowCount,
        command: result.command || null,
      })
      expect(parts(http)).toStrictEqual(parts(overWebSocket))
      expect(overTcp.rows).toEqual(http.rows)
    }
  })

  it.each(FAILING)('fails alike: %s %j', async (text, values = []) => {
    const http = await errorOf(neon(local.databaseUrl).query(text, values))
    const overWebSocket = await errorOf(webSocket.query(text, values))
    const overTcp = await errorOf(tcp.query(text, values))
    const parts = (error: Record<string, unknown>) => {
      // What is about the driver: its name, the bytes it read, where an error came from.
      const { name, length, sourceError, ...fields } = error
      void [name, length, sourceError]
      return fields
    }
    expect(parts(http)).toEqual(parts(overWebSocket))
    expect(parts(overTcp)).toEqual(parts(http))
  })
})
