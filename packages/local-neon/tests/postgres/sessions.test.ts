import { Client as NeonClient, neon } from '@neondatabase/serverless'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalNeon } from '../../src/index'
import { errorOf, isEmbedded, startForTest, useLocalEndpoints } from '../support'

let local: LocalNeon

beforeAll(async () => {
  useLocalEndpoints()
  local = await startForTest()
})

afterAll(() => local.stop())

async function connect(): Promise<Client> {
  const client = new Client(local.databaseUrl)
  await client.connect()
  return client
}

/** A client that uses the database in between, and goes. */
async function passBy(): Promise<void> {
  expect(await neon(local.databaseUrl)`SELECT 1 AS one`).toEqual([{ one: 1 }])
}

describe('temporary tables', () => {
  it('stay when others come and go', async () => {
    const client = await connect()
    await client.query('CREATE TEMP TABLE mine AS SELECT 7 AS seven')
    await passBy()
    expect((await client.query('SELECT * FROM mine')).rows).toEqual([{ seven: 7 }])
    await client.end()
  })

  it('go with their client alone', async () => {
    const [one, two] = [await connect(), await connect()]
    await one.query('CREATE TEMP TABLE kept AS SELECT 1 AS of')
    await two.query('CREATE TEMP TABLE lost AS SELECT 2 AS of')
    await two.query('CREATE TEMP VIEW lost_view AS SELECT * FROM lost')
    await passBy()
    await two.end()
    await passBy()
    expect((await one.query('SELECT of FROM kept')).rows).toEqual([{ of: 1 }])
    expect(await errorOf(one.query('SELECT of FROM lost'))).toMatchObject({ code: '42P01' })
    const { rows } = await one.query(
      `SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema()`,
    )
    expect(rows).toEqual([{ relname: 'kept' }])
    await one.end()
  })
})

describe('a statement that is nested too deeply', () => {
  it.each([
    [
      'a function of PL/pgSQL that calls itself',
      `CREATE FUNCTION again(n int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN again(n + 1); END'`,
      'SELECT again(1)',
      '54001',
    ],
    [
      'a function of SQL that calls itself',
      `CREATE FUNCTION once_more(n int) RETURNS int LANGUAGE sql AS 'SELECT 1';
       CREATE OR REPLACE FUNCTION once_more(n int) RETURNS int LANGUAGE sql AS 'SELECT once_more(n + 1)'`,
      'SELECT once_more(1)',
      '54001',
    ],
    ['50,000 terms', '', `SELECT ${'1+'.repeat(50_000)}1`, '54001'],
    ['100,000 brackets', '', `SELECT '${'['.repeat(100_000)}'::json`, /^(54001|22P02)$/],
    ['20,000 queries', '', `SELECT ${'(SELECT '.repeat(20_000)}1${')'.repeat(20_000)}`, '42601'],
  ])('%s is an error', async (_name, before, query, code) => {
    const client = await connect()
    await client.query(before)
    const error = await errorOf(client.query(query))
    expect(error['code']).toEqual(typeof code === 'string' ? code : expect.stringMatching(code))
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await client.end()
  })

  it('works when it is not', async () => {
    const client = await connect()
    await client.query(
      `CREATE FUNCTION down(n int) RETURNS int LANGUAGE plpgsql
         AS 'BEGIN RETURN CASE n WHEN 0 THEN 0 ELSE down(n - 1) END; END'`,
    )
    expect((await client.query('SELECT down(100) AS end')).rows).toEqual([{ end: 0 }])
    const nested = `SELECT ${'(SELECT '.repeat(300)}1${')'.repeat(300)} AS one`
    expect((await client.query(nested)).rows).toEqual([{ one: 1 }])
    await client.end()
  })
})

// A server of one's own may well be used as its superuser.
describe.runIf(isEmbedded)('who a client is', () => {
  it.each([
    'SET SESSION AUTHORIZATION cloud_admin',
    `SELECT 1; SET session authorization 'cloud_admin'`,
  ])('%s is refused', async (statement) => {
    const client = await connect()
    expect(await errorOf(client.query(statement))).toMatchObject({ code: '42501' })
    await client.end()
  })

  it.each(['RESET SESSION AUTHORIZATION', 'SET SESSION AUTHORIZATION DEFAULT', 'DISCARD ALL'])(
    '%s makes nobody a superuser',
    async (statement) => {
      const client = await connect()
      await client.query(statement)
      const { rows } = await client.query(
        `SELECT session_user AS name, current_setting('is_superuser') AS super`,
      )
      expect(rows).toEqual([{ name: 'neondb_owner', super: 'off' }])
      await client.end()
    },
  )

  it('is what Neon gives the owner of a database', async () => {
    const client = await connect()
    const { rows } = await client.query(
      `SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolreplication,
         pg_has_role('neon_superuser', 'member') AS neon, pg_has_role('pg_read_all_data', 'usage') AS reads,
         pg_has_role('pg_read_server_files', 'member') AS files
       FROM pg_roles WHERE rolname = current_user`,
    )
    expect(rows).toEqual([
      {
        rolsuper: false,
        rolcreatedb: true,
        rolcreaterole: true,
        rolbypassrls: true,
        rolreplication: true,
        neon: true,
        reads: true,
        files: false,
      },
    ])
    await client.end()
  })

  it('finds the settings of a Neon project', async () => {
    const client = await connect()
    const names = ['TimeZone', 'server_encoding', 'default_transaction_isolation', 'DateStyle']
    const values = await Promise.all(
      names.map(
        async (name) =>
          (await client.query(`SELECT current_setting('${name}') AS value`)).rows[0]?.value,
      ),
    )
    expect(values).toEqual(['GMT', 'UTF8', 'read committed', 'ISO, MDY'])
    const { rows } = await client.query(
      `SELECT datlocprovider AS provider, datlocale AS locale FROM pg_database WHERE datname = current_database()`,
    )
    expect(rows).toEqual([{ provider: 'b', locale: 'C.UTF-8' }])
    await client.end()
  })
})

describe.runIf(isEmbedded)('databases and roles that SQL makes', () => {
  const urlOf = (change: (url: URL) => unknown) => {
    const url = new URL(local.databaseUrl)
    change(url)
    return url.href
  }

  it('can be connected to on every transport', async () => {
    await local.pool.query('CREATE DATABASE another')
    await local.pool.query(`CREATE ROLE reader LOGIN PASSWORD 'of the reader'`)
    const url = urlOf((url) => {
      url.username = 'reader'
      url.password = 'of the reader'
      url.pathname = '/another'
    })
    const who = 'SELECT current_user AS who, current_database() AS place'
    const expected = [{ who: 'reader', place: 'another' }]
    expect(await neon(url).query(who)).toEqual(expected)
    const [tcp, webSocket] = [new Client(url), new NeonClient(url)]
    await Promise.all([tcp.connect(), webSocket.connect()])
    expect((await tcp.query(who)).rows).toEqual(expected)
    expect((await webSocket.query(who)).rows).toEqual(expected)
    await Promise.all([tcp.end(), webSocket.end()])

    const wrong = urlOf((url) => (url.username = 'reader'))
    const refusal = { message: "password authentication failed for user 'reader'" }
    expect(await errorOf(neon(wrong).query(who))).toMatchObject(refusal)
    expect(await errorOf(new Client(wrong).connect())).toMatchObject({ ...refusal, code: '28P01' })

    await local.pool.query(`ALTER ROLE reader PASSWORD 'changed'`)
    expect(await errorOf(neon(url).query(who))).toMatchObject(refusal)
    await local.pool.query('ALTER ROLE reader NOLOGIN')
    const changed = url.replace(/:[^:@]+@/, ':changed@')
    expect(await errorOf(new Client(changed).connect())).toMatchObject({ code: '28000' })
    // Sessions that Neon's proxy keeps for the next request do not keep it from being dropped.
    await local.pool.query('DROP DATABASE another')
    await local.pool.query('DROP ROLE reader')
  })

  it.each(['cloud_admin', 'neon_superuser', 'pg_monitor'])('%s signs in nowhere', async (name) => {
    for (const password of ['', 'x', new URL(local.databaseUrl).password]) {
      const url = urlOf((url) => {
        url.username = name
        url.password = password
      })
      await expect(new Client(url).connect()).rejects.toThrow()
      await expect(neon(url.replace(':@', ':y@')).query('SELECT 1')).rejects.toThrow('password')
    }
  })
})
