/** Transactions of the tables' pages: every value is exact text, whatever the database's settings are. */
import type { Pool, PoolClient } from 'pg'
import { fromDatabase } from './errors'

/** What Postgres wrote, as it wrote it. */
export type Text = string | null

/** Rows of output columns, in order. */
export type QueryText = (sql: string, parameters?: readonly Text[]) => Promise<Text[][]>

/** A page must answer; a filter over a large table may take this long, in milliseconds. */
const STATEMENT_TIMEOUT = 15_000

/** The forms in which nothing is lost and dates are never ambiguous. */
const SETTINGS = `set local statement_timeout = ${STATEMENT_TIMEOUT};
  set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
  set local bytea_output = 'hex'; set local extra_float_digits = 1`

const exactText = { getTypeParser: () => (value: string | Buffer) => String(value) }

/**
 * Runs statements in one transaction on one connection, which is rolled back when `work` throws.
 * What Postgres refuses becomes a TableError.
 * @param mode `read only` sees one snapshot and can change nothing
 */
export async function inTransaction<Result>(
  pool: Pool,
  mode: 'read only' | 'read write',
  work: (query: QueryText) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  let failure: Error | undefined
  try {
    const isolation = mode === 'read only' ? 'isolation level repeatable read, read only' : mode
    await client.query(`start transaction ${isolation}; ${SETTINGS}`)
    const result = await work((sql, parameters) => queryText(client, sql, parameters))
    await client.query('commit')
    return result
  } catch (error) {
    // A connection that cannot even roll back is not given back to the pool.
    failure = await client.query('rollback').then(
      () => undefined,
      (broken: Error) => broken,
    )
    throw fromDatabase(error)
  } finally {
    client.release(failure)
  }
}

async function queryText(
  client: PoolClient,
  text: string,
  parameters: readonly Text[] = [],
): Promise<Text[][]> {
  const { rows } = await client.query<Text[]>({
    text,
    values: [...parameters],
    rowMode: 'array',
    types: exactText,
  })
  return rows
}
