/** Reads one row or value. */
import type { Pool } from 'pg'
import { quoteIdentifier } from '../../postgres/quote'
import { requireRelation, type Relation } from './columns'
import { TableError } from './errors'
import { Parameters, requireColumn } from './filters'
import { inTransaction, type Text } from './session'
import { cellOutputs, keyCondition, keyOutputs, readRow, type Row, type RowKey } from './values'

/**
 * One row, with at most `limit` characters of each value.
 * @throws TableError if the relation, its key or the row doesn't exist
 */
export async function readWholeRow(
  pool: Pool,
  schema: string,
  name: string,
  key: RowKey,
  limit: number,
): Promise<{ relation: Relation; row: Row }> {
  return inTransaction(pool, 'read only', async (query) => {
    const relation = await requireRelation(query, schema, name)
    const parameters = new Parameters()
    const condition = keyCondition(relation, key, parameters)
    const outputs = [
      ...keyOutputs(relation),
      ...relation.columns.flatMap((column) => cellOutputs(column, limit)),
    ]
    const [found] = await query(
      `select ${outputs.join(', ')} from ${relation.sql} where ${condition}`,
      parameters.values,
    )
    if (found === undefined) throw new TableError('not_found', 'That row is gone.')
    const width = keyOutputs(relation).length
    return { relation, row: readRow(relation, found, width, width) }
  })
}

/** One whole value; null is NULL. @throws TableError if it doesn't exist */
export async function readValue(
  pool: Pool,
  schema: string,
  name: string,
  key: RowKey,
  column: string,
): Promise<Text> {
  return inTransaction(pool, 'read only', async (query) => {
    const relation = await requireRelation(query, schema, name)
    const parameters = new Parameters()
    const condition = keyCondition(relation, key, parameters)
    const value = quoteIdentifier(requireColumn(relation, column).name)
    const [found] = await query(
      `select ${value} from ${relation.sql} where ${condition}`,
      parameters.values,
    )
    if (found === undefined) throw new TableError('not_found', 'That row is gone.')
    return found[0] ?? null
  })
}
