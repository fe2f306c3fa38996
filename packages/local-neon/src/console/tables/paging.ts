/**
 * Pages by key: a page begins after the last row of the one before, so nothing is skipped or seen twice
 * if rows are added meanwhile, and the hundredth page is as quick as the first. Without a key (views;
 * parents of other tables), pages go by offset.
 */
import { z } from 'zod'
import { quoteIdentifier } from '../../postgres/quote'
import { comparedAs, type Relation } from './columns'
import { TableError } from './errors'
import { requireColumn, type Parameters } from './filters'
import type { Text } from './session'

export interface Sort {
  column: string
  direction: 'asc' | 'desc'
}

const place = z.array(z.string().nullable())

const cursorShape = z.strictObject({
  /** How many rows come before the page, as counted while paging. */
  from: z.int().min(0),
  /** The last row of the page before, or the first of the page after, in the order's columns. */
  after: place.optional(),
  before: place.optional(),
})
/** Where a page begins; without a row, it's an offset. */
export type Cursor = z.infer<typeof cursorShape>

/** Anything an index can hold is shorter; anything longer wouldn't fit in a URL. */
const MAX_CURSOR = 4_000

/** The cursor as one word for a URL; an offset if the row is too long for one. */
export function encodeCursor(cursor: Cursor): string {
  const word = Buffer.from(JSON.stringify(cursor)).toString('base64url')
  return word.length > MAX_CURSOR ? encodeCursor({ from: cursor.from }) : word
}

/** @throws TableError unless `encodeCursor` made it */
export function decodeCursor(word: string): Cursor {
  try {
    return cursorShape.parse(JSON.parse(Buffer.from(word, 'base64url').toString()))
  } catch {
    throw new TableError('invalid_request', 'There is no such page.')
  }
}

/** One column of the order, as SQL. */
export interface OrderTerm {
  name: string
  type: string
  direction: 'asc' | 'desc'
}

/** The chosen order, made total by the key. */
export function orderOf(relation: Relation, sort: Sort | null): OrderTerm[] {
  const terms: OrderTerm[] = []
  if (sort !== null) {
    const column = requireColumn(relation, sort.column)
    if (!column.sortable) {
      throw new TableError('invalid_request', `${column.type} has no order.`, column.name)
    }
    terms.push({ name: column.name, type: column.baseType, direction: sort.direction })
  }
  for (const name of relation.key?.columns ?? []) {
    if (name === sort?.column) continue
    terms.push({ name, type: comparedAs(relation, name), direction: sort?.direction ?? 'asc' })
  }
  return terms
}

/** `ORDER BY …`, backwards for a page before another; empty if nothing is ordered. */
export function orderBy(terms: readonly OrderTerm[], backwards: boolean): string {
  if (terms.length === 0) return ''
  const one = ({ name, direction }: OrderTerm) =>
    `${quoteIdentifier(name)} ${(direction === 'asc') === backwards ? 'desc' : 'asc'}`
  return `order by ${terms.map(one).join(', ')}`
}

/**
 * The rows beyond a place in the order: beyond it in the first column, or equal there and beyond it in
 * the second, and so on. NULL is last ascending and first descending, as in Postgres.
 */
export function beyond(
  terms: readonly OrderTerm[],
  place: readonly Text[],
  backwards: boolean,
  parameters: Parameters,
): string {
  if (place.length !== terms.length) {
    throw new TableError('invalid_request', 'That page belongs to a different sort order.')
  }
  const level: string[] = []
  const ways: string[] = []
  for (const [index, term] of terms.entries()) {
    const value = place[index] ?? null
    const column = quoteIdentifier(term.name)
    const isUp = (term.direction === 'asc') !== backwards
    const operand = value === null ? 'null' : `cast(${parameters.add(value)} as ${term.type})`
    let further: string
    if (value === null) further = isUp ? 'false' : `${column} is distinct from null`
    else if (isUp) further = `(${column} > ${operand} or ${column} is not distinct from null)`
    else further = `${column} < ${operand}`
    ways.push(`(${[...level, further].join(' and ')})`)
    level.push(value === null ? `${column} is not distinct from null` : `${column} = ${operand}`)
  }
  return `(${ways.join(' or ')})`
}
