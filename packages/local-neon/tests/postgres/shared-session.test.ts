import { neon } from '@neondatabase/serverless'
import { Client } from 'pg'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalNeon } from '../../src/index'
import { errorOf, isEmbedded, startForTest, until, useLocalEndpoints } from '../support'

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
    ['3,000 queries', '', `SELECT ${'(SELECT '.repeat(3000)}1${')'.repeat(3000)}`, '54001'],
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

describe.runIf(isEmbedded)('what the one session cannot do', () => {
  it.each([
    ['CREATE DATABASE another', '0A000'],
    ['/* soon */ create database another', '0A000'],
    [`CREATE SUBSCRIPTION s CONNECTION 'host=localhost' PUBLICATION p`, '0A000'],
    ['SET SESSION AUTHORIZATION cloud_admin', '42501'],
    [`SELECT 1; SET session authorization 'cloud_admin'`, '42501'],
  ])('%s is refused', async (statement, code) => {
    const client = await connect()
    expect(await errorOf(client.query(statement))).toMatchObject({ code })
    expect(await errorOf(client.query({ text: statement, name: 'named' }))).toHaveProperty('code')
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

  it('waits for a COPY without data no longer than for a transaction', async () => {
    const sql = postgres(local.databaseUrl, { max: 1 })
    await sql`CREATE TABLE filled (n int)`
    const idle = await sql`COPY filled FROM STDIN`.writable()
    const waits = new Client(local.databaseUrl)
    await waits.connect()
    expect(await errorOf(waits.query('SELECT 1'))).toMatchObject({ code: '55P03' })
    idle.write('1\n')
    await new Promise((resolve) => idle.end(resolve))
    await until(async () => (await waits.query('SELECT n FROM filled')).rowCount === 1)
    await waits.end()
    await sql.end()
  })
})
