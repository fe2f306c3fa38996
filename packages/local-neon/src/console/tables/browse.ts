/** A page of rows, with every value as Postgres's text. */
import type { Pool } from 'pg'
import { quoteIdentifier } from '../../postgres/quote'
import { requireRelation, type Relation } from './columns'
import { conditionOf, Parameters, type Filter } from './filters'
import {
  beyond,
  decodeCursor,
  encodeCursor,
  orderBy,
  orderOf,
  type Cursor,
  type OrderTerm,
  type Sort,
} from './paging'
import { inTransaction, type QueryText, type Text } from './session'
import { cellOutputs, keyOutputs, readRow, type Row } from './values'

/** Characters a page shows of a longer value. */
export const FOLD_AT = 200
/** Counting stops here. */
export const COUNT_LIMIT = 10_000

export const DEFAULT_PAGE_SIZE = 50
export const MAX_PAGE_SIZE = 500

export interface BrowseOptions {
  filters?: readonly Filter[]
  sort?: Sort | null
  /** `next` or `previous` of another page. */
  page?: string | null
  size?: number
}

export interface RowPage {
  relation: Relation
  rows: Row[]
  /** All rows that match the filters; `atLeast` if counting stopped there. */
  total: { count: number; atLeast: boolean }
  /** How many rows come before this page. */
  from: number
  next: string | null
  previous: string | null
}

/** @throws TableError if there's no such relation, column, order or page, or for a wrong value */
export async function browse(
  pool: Pool,
  schema: string,
  name: string,
  options: BrowseOptions = {},
): Promise<RowPage> {
  const size = Math.min(Math.max(options.size ?? DEFAULT_PAGE_SIZE, 1), MAX_PAGE_SIZE)
  const cursor = options.page ? decodeCursor(options.page) : { from: 0 }
  return inTransaction(pool, 'read only', async (query) => {
    const relation = await requireRelation(query, schema, name)
    const filters = options.filters ?? []
    const terms = orderOf(relation, options.sort ?? null)
    const total = await countRows(query, relation, filters)
    const part = await readPart(query, relation, { filters, terms, cursor, size })
    return { relation, total, ...part }
  })
}

async function countRows(
  query: QueryText,
  relation: Relation,
  filters: readonly Filter[],
): Promise<RowPage['total']> {
  const parameters = new Parameters()
  const condition = conditionOf(relation, filters, parameters)
  const [[count] = []] = await query(
    `select count(*) from (
       select from ${relation.sql} where ${condition} limit ${COUNT_LIMIT + 1}) counted`,
    parameters.values,
  )
  const counted = Number(count)
  return { count: Math.min(counted, COUNT_LIMIT), atLeast: counted > COUNT_LIMIT }
}

interface Part {
  filters: readonly Filter[]
  terms: OrderTerm[]
  cursor: Cursor
  size: number
}

async function readPart(
  query: QueryText,
  relation: Relation,
  { filters, terms, cursor, size }: Part,
): Promise<Pick<RowPage, 'rows' | 'from' | 'next' | 'previous'>> {
  const parameters = new Parameters()
  const conditions = [conditionOf(relation, filters, parameters)]
  const { after, before } = cursor
  const backwards = before !== undefined
  const place = after ?? before
  if (place !== undefined) conditions.push(beyond(terms, place, backwards, parameters))
  const key = keyOutputs(relation)
  const outputs = [
    ...key,
    ...terms.map(({ name }) => quoteIdentifier(name)),
    ...relation.columns.flatMap((column) => cellOutputs(column, FOLD_AT)),
  ]
  // One more than is shown tells if there's another page.
  const found = await query(
    `select ${outputs.join(', ')} from ${relation.sql} where ${conditions.join(' and ')}
     ${orderBy(terms, backwards)} limit ${size + 1} offset ${place === undefined ? cursor.from : 0}`,
    parameters.values,
  )
  const hasMore = found.length > size
  const shown = found.slice(0, size)
  if (backwards) shown.reverse()

  const cellsAt = key.length + terms.length
  const placeOf = (row: Text[] | undefined) =>
    relation.key === null || row === undefined ? undefined : row.slice(key.length, cellsAt)
  const to = (where: Cursor, isThere: boolean) => (isThere ? encodeCursor(where) : null)
  return {
    rows: shown.map((row) => readRow(relation, row, key.length, cellsAt)),
    from: cursor.from,
    next: to(
      { from: cursor.from + shown.length, after: placeOf(shown.at(-1)) },
      shown.length > 0 && (backwards || hasMore),
    ),
    previous: to(
      { from: Math.max(0, cursor.from - size), before: placeOf(shown[0]) },
      shown.length > 0 && (backwards ? hasMore : cursor.from > 0),
    ),
  }
}
