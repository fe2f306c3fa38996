/** Its own schema on a local Neon, and what the tests of tables read there. */
import { afterAll, beforeAll } from 'vitest'
import type { Pool } from 'pg'
import { browse, type BrowseOptions, type RowPage } from '../../../src/console/tables/browse'
import { TableError } from '../../../src/console/tables/errors'
import type { LocalNeon } from '../../../src/index'
import { startForTest } from '../../support'

/** A hostile name that Postgres allows. */
export const HOSTILE = `a"b'; drop table victims; -- \\ ü😀`

/** Starts a local Neon for the file, with an empty schema by that name. */
export function openSchema(schema: string): { pool: Pool } {
  const world: { pool?: Pool } = {}
  let local: LocalNeon | undefined
  const quoted = `"${schema.replaceAll('"', '""')}"`
  beforeAll(async () => {
    local = await startForTest()
    world.pool = local.pool
    await local.pool.query(`drop schema if exists ${quoted} cascade; create schema ${quoted}`)
  })
  afterAll(async () => {
    await local?.pool.query(`drop schema if exists ${quoted} cascade`)
    await local?.stop()
  })
  return {
    get pool() {
      if (world.pool === undefined) throw new Error('the world has not started')
      return world.pool
    },
  }
}

/** A page's cells as text, row by row; null is NULL. */
export function textsOf(page: RowPage): (string | null)[][] {
  return page.rows.map((row) => row.cells.map((cell) => cell?.text ?? null))
}

/** All pages from the first to the last, then back to the first, as one column's texts. */
export async function walk(
  pool: Pool,
  schema: string,
  name: string,
  options: BrowseOptions,
): Promise<{ forth: (string | null)[]; back: (string | null)[] }> {
  const first = (page: RowPage) => textsOf(page).map((row) => row[0] ?? null)
  const forth: (string | null)[] = []
  let page = await browse(pool, schema, name, options)
  forth.push(...first(page))
  while (page.next !== null) {
    page = await browse(pool, schema, name, { ...options, page: page.next })
    forth.push(...first(page))
  }
  const back = [...first(page)]
  while (page.previous !== null) {
    page = await browse(pool, schema, name, { ...options, page: page.previous })
    back.unshift(...first(page))
  }
  return { forth, back }
}

/** Its refusal's error, as plain data. */
export async function refusalOf(
  promise: Promise<unknown>,
): Promise<Pick<TableError, 'code' | 'message' | 'column'>> {
  try {
    await promise
  } catch (error) {
    if (error instanceof TableError) {
      return { code: error.code, message: error.message, column: error.column }
    }
    throw error
  }
  throw new Error('it was not refused')
}
