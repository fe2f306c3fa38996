/** Queries and reads rows and values: as Postgres's text, and only the beginning of long ones. */
import { z } from 'zod'
import { quoteIdentifier } from '../../postgres/quote'
import type { Column, Relation } from './columns'
import { TableError } from './errors'
import { requireColumn, type Parameters } from './filters'
import type { Text } from './session'

export const keySchema = z
  .record(z.string(), z.string())
  .describe('By column of the primary key; `{"ctid": …}` where there is none.')
export type RowKey = z.infer<typeof keySchema>

export const versionSchema = z.string().describe('The version that was read; `xmin`.')

const cellSchema = z.object({
  text: z.string(),
  length: z.number().optional().describe('Of the whole value, where `text` is only its beginning.'),
})
export type Cell = z.infer<typeof cellSchema>

export const rowSchema = z.object({
  /** Null if rows have no key, so they can't be changed. */
  key: keySchema.nullable(),
  version: versionSchema.nullable(),
  /** In the columns' order; null is NULL. */
  cells: z.array(cellSchema.nullable()),
})
export type Row = z.infer<typeof rowSchema>

/** The row's key and version come first. */
export function keyOutputs(relation: Relation): string[] {
  if (relation.key === null) return []
  return [...relation.key.columns.map(quoteIdentifier), 'xmin']
}

/**
 * At most `limit` characters of a column's value, and the length of the whole. `concat` uses the type's
 * own output function, while a cast to text has exceptions (`inet`, `character`, `boolean`).
 */
export function cellOutputs(column: Column, limit: number): string[] {
  const name = quoteIdentifier(column.name)
  if (!column.foldable) return [name]
  if (column.kind === 'bytea') {
    const bytes = `encode(substring(${name} from 1 for ${Math.floor(limit / 2) - 1}), 'hex')`
    return [`'\\x' || ${bytes}`, `2 + 2 * octet_length(${name})`]
  }
  const text =
    column.kind === 'text'
      ? name
      : `case when ${name} is distinct from null then concat(${name}) end`
  return [`left(${text}, ${limit})`, `length(${text})`]
}

/** Reads the output of `keyOutputs`, and from `start`, of `cellOutputs`. */
export function readRow(relation: Relation, row: Text[], keyWidth: number, start: number): Row {
  const key: RowKey = {}
  for (const [index, name] of (relation.key?.columns ?? []).entries()) key[name] = row[index] ?? ''
  let at = start
  const cells = relation.columns.map((column): Cell | null => {
    const text = row[at++] ?? null
    const length = column.foldable ? Number(row[at++] ?? 0) : 0
    if (text === null) return null
    return length > [...text].length ? { text, length } : { text }
  })
  if (relation.key === null) return { key: null, version: null, cells }
  return { key, version: row[keyWidth - 1] ?? null, cells }
}

/** The condition for one row. @throws TableError if the key isn't this relation's */
export function keyCondition(relation: Relation, key: RowKey, parameters: Parameters): string {
  if (relation.key === null) {
    throw new TableError('not_writable', 'Rows here have no key, so none can be addressed.')
  }
  const { columns } = relation.key
  if (Object.keys(key).length !== columns.length) {
    throw new TableError('invalid_request', `The key of a row here is ${columns.join(', ')}.`)
  }
  return columns
    .map((name) => {
      const value = Object.hasOwn(key, name) ? key[name] : undefined
      if (value === undefined) {
        throw new TableError('invalid_request', `The key of a row here is ${columns.join(', ')}.`)
      }
      const type = name === 'ctid' ? 'tid' : requireColumn(relation, name).baseType
      return `${quoteIdentifier(name)} = cast(${parameters.add(value)} as ${type})`
    })
    .join(' and ')
}
