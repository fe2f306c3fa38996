/** Transactions for the table pages: every value is exact text, whatever the database's settings. */
import type { Pool, PoolClient } from 'pg'
import { fromDatabase } from './errors'

/** Exactly what Postgres wrote. */
export type Text = string | null

/** Rows of output columns, in order. */
export type QueryText = (sql: string, parameters?: readonly Text[]) => Promise<Text[][]>

/** A page must answer, so a filter on a large table gets this long, in milliseconds. */
const STATEMENT_TIMEOUT = 15_000

/** Formats that lose nothing and never have ambiguous dates. */
const SETTINGS = `set local statement_timeout = ${STATEMENT_TIMEOUT};
  set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
  set local bytea_output = 'hex'; set local extra_float_digits = 1`

const exactText = { getTypeParser: () => (value: string | Buffer) => String(value) }

/**
 * Runs statements in one transaction on one connection, and rolls back if `work` throws. What Postgres
 * refuses becomes a TableError.
 * @param mode `read only` sees one snapshot and can't change anything
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
    // A connection that can't even roll back doesn't return to the pool.
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
