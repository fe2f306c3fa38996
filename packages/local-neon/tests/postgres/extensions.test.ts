import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { neon, neonConfig } from '@neondatabase/serverless'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLocalNeon, type LocalNeon } from '../../src/index'

/** What each extension can do, as a query and its one value. */
const samples: Record<string, [query: string, value: unknown]> = {
  bloom: [`SELECT count(*)::int FROM pg_am WHERE amname = 'bloom'`, 1],
  btree_gin: [`SELECT count(*)::int FROM pg_opclass WHERE opcname = 'int4_ops' AND opcmethod = (SELECT oid FROM pg_am WHERE amname = 'gin')`, 1],
  btree_gist: [`SELECT 3 <-> 5`, 2],
  citext: [`SELECT 'Neon'::citext = 'nEON'`, true],
  cube: [`SELECT cube_dim('(1,2,3)'::cube)`, 3],
  dict_int: [`SELECT ts_lexize('intdict', '12345678')::text`, '{123456}'],
  earthdistance: [`SELECT round((point(0, 0) <@> point(1, 0))::numeric)::int`, 69],
  fuzzystrmatch: [`SELECT levenshtein('neon', 'moon')`, 2],
  hstore: [`SELECT 'a=>1, b=>2'::hstore -> 'b'`, '2'],
  intarray: [`SELECT sort('{3,1,2}'::int[])::text`, '{1,2,3}'],
  isn: [`SELECT is_valid('978-0-393-04002-9'::isbn13)`, true],
  lo: [`SELECT count(*)::int FROM pg_type WHERE typname = 'lo'`, 1],
  ltree: [`SELECT 'a.b.c'::ltree <@ 'a.b'::ltree`, true],
  moddatetime: [`SELECT count(*)::int FROM pg_proc WHERE proname = 'moddatetime'`, 1],
  pg_trgm: [`SELECT similarity('neon', 'neon')`, 1],
  pgcrypto: [`SELECT encode(digest('neon', 'md5'), 'hex') = md5('neon')`, true],
  seg: [`SELECT '1 .. 3'::seg @> '2'::seg`, true],
  tablefunc: [`SELECT count(*)::int FROM normal_rand(5, 0, 1)`, 5],
  tcn: [`SELECT count(*)::int FROM pg_proc WHERE proname = 'triggered_change_notification'`, 1],
  tsm_system_rows: [`SELECT count(*)::int FROM pg_class TABLESAMPLE system_rows(2)`, 2],
  tsm_system_time: [`SELECT count(*) > 0 FROM pg_class TABLESAMPLE system_time(1000)`, true],
  unaccent: [`SELECT unaccent('Néon')`, 'Neon'],
  'uuid-ossp': [`SELECT uuid_generate_v5(uuid_ns_dns(), 'neon.com')::text`, 'f642d99e-fbb9-5c0c-be73-2ce6975d60eb'],
  autoinc: [`SELECT count(*)::int FROM pg_proc WHERE proname = 'autoinc'`, 1],
  dblink: [`SELECT count(*)::int FROM pg_proc WHERE proname = 'dblink_connect_u'`, 2],
  pg_stat_statements: [`SELECT count(*) > 0 FROM pg_stat_statements`, true],
  pgrowlocks: [`SELECT count(*)::int FROM pgrowlocks('pg_class')`, 0],
  pgstattuple: [`SELECT table_len > 0 FROM pgstattuple('pg_class')`, true],
  postgres_fdw: [`SELECT count(*)::int FROM pg_foreign_data_wrapper WHERE fdwname = 'postgres_fdw'`, 1],
  xml2: [`SELECT xpath_string('<a>b</a>', '/a')`, 'b'],
} // prettier-ignore

let folder: string
let local: LocalNeon
const start = async () => {
  local = await startLocalNeon({ data: folder })
}

beforeAll(async () => {
  neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`
  folder = join(await mkdtemp(join(tmpdir(), 'local-neon-extensions-')), 'data')
  await start()
})

afterAll(async () => {
  await local.stop()
  await rm(join(folder, '..'), { recursive: true, force: true })
})

async function valueOf(query: string): Promise<unknown> {
  const [row] = await neon(local.databaseUrl, { arrayMode: true }).query(query)
  return row?.[0]
}

describe('extensions', () => {
  it.each(Object.entries(samples))('%s', async (name, [query, value]) => {
    const sql = neon(local.databaseUrl)
    await sql.query(`CREATE EXTENSION "${name}" CASCADE`)
    expect(await valueOf(query)).toEqual(value)
  })

  it('are there after a restart, with their indexes', async () => {
    const sql = neon(local.databaseUrl)
    await sql`CREATE TABLE items (id int PRIMARY KEY, name text)`
    await sql`INSERT INTO items SELECT i, 'item ' || i FROM generate_series(1, 500) AS i`
    await sql`CREATE INDEX ON items USING gist (name gist_trgm_ops)`
    await local.stop()
    await start()
    const nearest = `SELECT id FROM items ORDER BY name <-> 'item 77' LIMIT 1`
    expect(await valueOf(nearest)).toBe(77)
    expect(await valueOf(`SELECT 'Neon'::citext = 'nEON'`)).toBe(true)
  })

  it('names one that is not there, as Postgres does', async () => {
    const sql = neon(local.databaseUrl)
    await expect(sql`CREATE EXTENSION postgis`).rejects.toMatchObject({ code: '0A000' })
  })
})
