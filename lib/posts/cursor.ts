import { and, asc, desc, sql, type SQL } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { parsePostId } from './input'

/** A place in a list that is ordered by a time and an id: right beside one row. */
export interface Cursor {
  /** ISO 8601 in UTC with microseconds, as Postgres keeps times; a JavaScript Date has fewer digits. */
  at: string
  id: number | string
}

/** Which part of a list to show: the beginning, or what follows or precedes a place. */
export type PageRequest = { older?: Cursor; newer?: Cursor }

/** A part of a list, newest first, and the places of its ends when there is more beyond them. */
export interface Page<Row> {
  rows: Row[]
  newer?: string
  older?: string
}

/**
 * Reads the cursors of an address. What is malformed, or there twice, counts as not there: the list
 * then begins at its beginning.
 *
 * @param parseId reads the id of a row; undefined for what no row can have
 */
export function parsePageRequest(
  params: Record<string, unknown>,
  parseId: (text: unknown) => Cursor['id'] | undefined = parsePostId,
): PageRequest {
  const older = parseCursor(params.older, parseId)
  if (older) return { older }
  const newer = parseCursor(params.newer, parseId)
  return newer ? { newer } : {}
}

/** The place in its written form: microseconds since 1970, and the id. */
function formatCursor(micros: string, id: Cursor['id']): string {
  return `${micros}-${id}`
}

function parseCursor(
  value: unknown,
  parseId: (text: unknown) => Cursor['id'] | undefined,
): Cursor | undefined {
  if (typeof value !== 'string') return undefined
  const match = /^(\d{1,16})-(.+)$/.exec(value)
  const micros = Number(match?.[1])
  const id = parseId(match?.[2])
  // Within what a double holds exactly; so much later than the year 2200 is nobody's time.
  if (!Number.isSafeInteger(micros) || id === undefined) return undefined
  const at = new Date(Math.floor(micros / 1000)).toISOString()
  return { at: at.replace('Z', `${String(micros % 1000).padStart(3, '0')}Z`), id }
}

/** The columns that a list is ordered by; an index on both serves it in either direction. */
interface Order {
  at: AnyPgColumn
  id: AnyPgColumn
}

/** The rows beyond a cursor. Compares both columns at once, as Postgres's indexes can. */
export function beyond({ at, id }: Order, { older, newer }: PageRequest): SQL | undefined {
  const placeOf = (cursor: Cursor) =>
    sql`(${cursor.at}::timestamptz, ${cursor.id}::${sql.raw(id.getSQLType())})`
  return and(
    older && sql`(${at}, ${id}) < ${placeOf(older)}`,
    newer && sql`(${at}, ${id}) > ${placeOf(newer)}`,
  )
}

/** Nearest to the cursor first; `toPage` puts the rows in the order of the list. */
export function direction({ at, id }: Order, { newer }: PageRequest): SQL[] {
  return newer ? [asc(at), asc(id)] : [desc(at), desc(id)]
}

/** A column's time in microseconds since 1970, in text, for `formatCursor`. */
export function microseconds(at: AnyPgColumn): SQL<string> {
  return sql<string>`(extract(epoch from ${at}) * 1000000)::bigint::text`
}

/**
 * Makes a page of rows in the order of `direction`.
 *
 * @param found at most `size + 1` rows: one more than is shown tells that there is more
 * @param size how many rows a page shows
 */
export function toPage<Row extends { id: Cursor['id']; micros: string }>(
  found: readonly Row[],
  size: number,
  request: PageRequest,
): Page<Row> {
  const rows = found.slice(0, size)
  if (request.newer) rows.reverse()
  const [first] = rows
  const last = rows.at(-1)
  const isMore = found.length > size
  const hasNewer = request.newer ? isMore : request.older !== undefined
  const hasOlder = request.newer !== undefined || isMore
  return {
    rows,
    newer: first && hasNewer ? formatCursor(first.micros, first.id) : undefined,
    older: last && hasOlder ? formatCursor(last.micros, last.id) : undefined,
  }
}
