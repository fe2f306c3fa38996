/**
 * Adds, changes and deletes rows. A row is named by its key and the version that was read: if anyone has
 * changed any column since, nothing is written and the answer is a conflict. Every value is a parameter
 * that Postgres reads as the column's own type.
 */
import { DatabaseError, type Pool } from 'pg'
import { quoteIdentifier } from '../../postgres/quote'
import { requireRelation, type Column, type Relation } from './columns'
import { TableError } from './errors'
import { Parameters, requireColumn } from './filters'
import { inTransaction, type QueryText } from './session'
import { keyCondition, type RowKey } from './values'

/** A text, NULL, or the column's own default. */
export type NewValue = string | null | { default: true }
export type NewValues = Record<string, NewValue>

export interface RowVersion {
  key: RowKey
  version: string
}

/**
 * Adds a row; columns left out get their defaults. Returns its key, or null if rows have none.
 * @throws TableError if the table, a column or a value is refused
 */
export async function insertRow(
  pool: Pool,
  schema: string,
  name: string,
  values: NewValues,
): Promise<RowKey | null> {
  return write(pool, schema, name, values, async (query, relation) => {
    const parameters = new Parameters()
    const given = Object.entries(values)
    const columns = given.map(([column]) => quoteIdentifier(column)).join(', ')
    const inserted = given.map(([, value]) => valueOf(value, parameters)).join(', ')
    const content = given.length === 0 ? 'default values' : `(${columns}) values (${inserted})`
    const keys = await query(
      `insert into ${relation.sql} ${content} ${returningKey(relation)}`,
      parameters.values,
    )
    if (relation.key !== null && keys.length === 0) throw keptByDatabase()
    return keyFrom(relation, keys[0])
  })
}

/**
 * Changes the given columns of one row. Returns its key, which may have changed too.
 * @throws TableError, `conflict` if the row is no longer as it was read
 */
export async function updateRow(
  pool: Pool,
  schema: string,
  name: string,
  row: RowVersion,
  values: NewValues,
): Promise<RowKey> {
  return write(pool, schema, name, values, async (query, relation) => {
    if (Object.keys(values).length === 0) return row.key
    const parameters = new Parameters()
    const changes = Object.entries(values)
      .map(([column, value]) => `${quoteIdentifier(column)} = ${valueOf(value, parameters)}`)
      .join(', ')
    const condition = versionCondition(relation, row, parameters)
    const keys = await query(
      `update ${relation.sql} set ${changes} where ${condition} ${returningKey(relation)}`,
      parameters.values,
    )
    await requireOne(query, relation, row, keys.length)
    return keyFrom(relation, keys[0]) ?? row.key
  })
}

/** @throws TableError, `conflict` if the row is no longer as it was read */
export async function deleteRow(
  pool: Pool,
  schema: string,
  name: string,
  row: RowVersion,
): Promise<void> {
  await write(pool, schema, name, {}, async (query, relation) => {
    const parameters = new Parameters()
    const condition = versionCondition(relation, row, parameters)
    const keys = await query(
      `delete from ${relation.sql} where ${condition} ${returningKey(relation)}`,
      parameters.values,
    )
    await requireOne(query, relation, row, keys.length)
  })
}

async function write<Result>(
  pool: Pool,
  schema: string,
  name: string,
  values: NewValues,
  work: (query: QueryText, relation: Relation) => Promise<Result>,
): Promise<Result> {
  let written: Relation | undefined
  try {
    return await inTransaction(pool, 'read write', async (query) => {
      const relation = await requireRelation(query, schema, name)
      if (!relation.isWritable) {
        throw new TableError('not_writable', `Rows of a ${relation.kind} can’t be changed here.`)
      }
      for (const [column, value] of Object.entries(values)) {
        requireAccepted(requireColumn(relation, column), value)
      }
      written = relation
      return await work(query, relation)
    })
  } catch (error) {
    throw written === undefined ? error : await blameColumn(pool, written, values, error)
  }
}

function requireAccepted(column: Column, value: NewValue): void {
  const isDefault = typeof value === 'object' && value !== null
  if (column.generated !== null && !isDefault) {
    throw new TableError('invalid_value', 'Postgres computes this column.', column.name)
  }
  if (column.identity === 'always' && !isDefault) {
    throw new TableError('invalid_value', 'Postgres numbers this column itself.', column.name)
  }
  if (typeof value !== 'string') return
  if (value.includes('\0')) {
    throw new TableError('invalid_value', 'Postgres can’t store a NUL character.', column.name)
  }
  // It would be sent as another character.
  if (!value.isWellFormed()) {
    throw new TableError('invalid_value', 'This text contains half a character.', column.name)
  }
}

function valueOf(value: NewValue, parameters: Parameters): string {
  return typeof value === 'object' && value !== null ? 'default' : parameters.add(value)
}

/** `xmin` is the transaction that wrote this version of the row, so it covers all its old values. */
function versionCondition(relation: Relation, row: RowVersion, parameters: Parameters): string {
  const condition = keyCondition(relation, row.key, parameters)
  return `${condition} and xmin::text = ${parameters.add(row.version)}`
}

function returningKey(relation: Relation): string {
  return relation.key === null
    ? ''
    : `returning ${relation.key.columns.map(quoteIdentifier).join(', ')}`
}

function keyFrom(relation: Relation, row: (string | null)[] | undefined): RowKey | null {
  if (relation.key === null || row === undefined) return null
  return Object.fromEntries(relation.key.columns.map((name, index) => [name, row[index] ?? '']))
}

async function requireOne(
  query: QueryText,
  relation: Relation,
  row: RowVersion,
  changed: number,
): Promise<void> {
  if (changed === 1) return
  if (changed > 1) throw new Error(`${changed} rows of ${relation.sql} have one key`)
  const parameters = new Parameters()
  const condition = keyCondition(relation, row.key, parameters)
  const [found] = await query(
    `select xmin::text from ${relation.sql} where ${condition}`,
    parameters.values,
  )
  if (found === undefined) {
    throw new TableError('conflict', 'Someone has deleted this row.')
  }
  if (found[0] === row.version) throw keptByDatabase()
  throw new TableError(
    'conflict',
    'Someone has changed this row. Look at it now, then make your change again.',
  )
}

function keptByDatabase(): TableError {
  return new TableError('refused_by_database', 'A trigger or rule on the table prevented this.')
}

/** Postgres doesn't say which value it couldn't read (class 22), so each is tried by itself. */
async function blameColumn(
  pool: Pool,
  relation: Relation,
  values: NewValues,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof TableError) || !(error.cause instanceof DatabaseError)) return error
  if (error.column !== undefined || !error.cause.code?.startsWith('22')) return error
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'string') continue
    const { baseType } = requireColumn(relation, name)
    try {
      await inTransaction(pool, 'read only', (query) =>
        query(`select cast($1 as ${baseType})`, [value]),
      )
    } catch {
      return new TableError('invalid_value', error.message, name, { cause: error.cause })
    }
  }
  return error
}
