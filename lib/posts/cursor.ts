import { and, asc, desc, sql, type SQL } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { parsePostId } from './input'

/** A place right next to a row, in a list ordered by a time and an id. */
export interface Cursor {
  /** ISO 8601 in UTC with microseconds, like Postgres's times; a JavaScript Date has fewer digits. */
  at: string
  id: number | string
}

/** Which part of a list to show: the start, or what follows or precedes a place. */
export type PageRequest = { older?: Cursor; newer?: Cursor }

/** A part of a list, newest first, and the places of its ends if there is more beyond them. */
export interface Page<Row> {
  rows: Row[]
  newer?: string
  older?: string
}

/**
 * Reads a URL's cursors. Malformed or duplicate ones are ignored: the list then starts at the top.
 *
 * @param parseId reads a row's id; undefined if no row can have it
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

/** The place in writing: microseconds since 1970, and the id. */
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
  // Within what a double holds exactly; nobody needs times long after the year 2200.
  if (!Number.isSafeInteger(micros) || id === undefined) return undefined
  const at = new Date(Math.floor(micros / 1000)).toISOString()
  return { at: at.replace('Z', `${String(micros % 1000).padStart(3, '0')}Z`), id }
}

/** The columns a list is ordered by; one index on both serves either direction. */
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
 * Makes a page from rows in the order of `direction`.
 *
 * @param found at most `size + 1` rows: an extra one means there is more
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
