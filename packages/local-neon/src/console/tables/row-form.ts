/** A row's form: what's in its fields, and what was changed in them. */
import { asWritten } from '../forms'
import type { Column, Relation } from './columns'
import type { NewValue, NewValues } from './edit'
import type { Row } from './values'

/** What a column gets: its text, NULL, its default, or nothing new. */
export type FieldMode = 'value' | 'null' | 'default' | 'keep'

export interface Field {
  column: Column
  mode: FieldMode
  text: string
  /** The choices; none for what only Postgres writes. */
  modes: FieldMode[]
  error?: string | undefined
  /** What the table has now, if it has changed since the form was opened. */
  now?: string | undefined
}

/** Longer values aren't put into a form but can be replaced. In characters. */
export const LONGEST_EDITED = 100_000

/** The fields of a new row. */
export function newFields(relation: Relation): Field[] {
  return relation.columns.map((column) => {
    const hasDefault = column.default !== null || column.identity !== null
    const mode = hasDefault ? 'default' : column.notNull ? 'value' : 'null'
    return { column, mode, text: '', modes: modesOf(column, 'new') }
  })
}

/** An existing row's fields. */
export function rowFields(relation: Relation, row: Row): Field[] {
  return relation.columns.map((column, index) => {
    const cell = row.cells[index] ?? null
    const isLong = cell?.length !== undefined
    const mode = cell === null ? 'null' : isLong ? 'keep' : 'value'
    const text = isLong ? '' : (cell?.text ?? '')
    return { column, mode, text, modes: modesOf(column, isLong ? 'long' : 'row') }
  })
}

function modesOf(column: Column, of: 'new' | 'row' | 'long'): FieldMode[] {
  if (column.generated !== null) return []
  if (column.identity === 'always') return of === 'new' ? ['default'] : []
  const modes: FieldMode[] = of === 'long' ? ['keep', 'value'] : ['value']
  if (!column.notNull) modes.push('null')
  if (column.default !== null || column.identity !== null) modes.push('default')
  return modes
}

const isMode = (text: string | null): text is FieldMode =>
  text === 'value' || text === 'null' || text === 'default' || text === 'keep'

/** The fields as someone filled them in. */
export function submittedFields(fields: readonly Field[], form: URLSearchParams): Field[] {
  return fields.map((field) => {
    const mode = form.get(`mode:${field.column.name}`)
    const text = form.get(`value:${field.column.name}`)
    if (!isMode(mode) || !field.modes.includes(mode)) return field
    return { ...field, mode, text: asWritten(text ?? '') }
  })
}

/** What to write: for an existing row, only what differs from it. */
export function changesOf(
  submitted: readonly Field[],
  current: readonly Field[] | null,
): NewValues {
  const changes = submitted.flatMap((field, index): [string, NewValue][] => {
    if (field.modes.length === 0 || field.mode === 'keep') return []
    const before = current?.[index]
    if (before && field.mode === before.mode && field.mode !== 'default') {
      if (field.mode === 'null' || field.text === asWritten(before.text)) return []
    }
    return [[field.column.name, valueOf(field)]]
  })
  return Object.fromEntries(changes)
}

function valueOf({ mode, text }: Field): NewValue {
  if (mode === 'null') return null
  return mode === 'default' ? { default: true } : text
}

/** Adds what someone else wrote in the meantime. */
export function withCurrent(submitted: readonly Field[], current: readonly Field[]): Field[] {
  return submitted.map((field, index) => {
    const there = current[index]
    if (!there || there.modes.length === 0 || field.mode === 'keep') return field
    if (there.mode === field.mode && asWritten(there.text) === field.text) return field
    return { ...field, now: there.mode === 'null' ? 'NULL' : there.text || 'an empty text' }
  })
}
