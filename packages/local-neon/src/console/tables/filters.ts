/** Filters: a column, an operator and a value become a condition with a parameter. */
import { quoteIdentifier } from '../../postgres/quote'
import type { Column, Relation } from './columns'
import { TableError } from './errors'
import type { Text } from './session'

/** By their words in URLs and the API. */
export const operators = {
  eq: 'is',
  ne: 'is not',
  lt: 'is less than',
  lte: 'is at most',
  gt: 'is greater than',
  gte: 'is at least',
  contains: 'contains',
  starts: 'starts with',
  null: 'is NULL',
  notnull: 'is not NULL',
} as const
export type Operator = keyof typeof operators

const ORDER = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

export interface Filter {
  column: string
  operator: Operator
  value: string
}

export function takesValue(operator: Operator): boolean {
  return operator !== 'null' && operator !== 'notnull'
}

/** Collects a statement's parameters; returns each one's place in it. */
export class Parameters {
  readonly values: Text[] = []

  add(value: Text): string {
    return `$${this.values.push(value)}`
  }
}

/**
 * The conditions of all filters; `true` if none.
 * @throws TableError for a missing column, or for an order if the type has none
 */
export function conditionOf(
  relation: Relation,
  filters: readonly Filter[],
  parameters: Parameters,
): string {
  if (filters.length === 0) return 'true'
  return filters.map((filter) => oneCondition(relation, filter, parameters)).join(' and ')
}

/** The column of that name. @throws TableError if there is none */
export function requireColumn(relation: Relation, name: string): Column {
  const column = relation.columns.find((each) => each.name === name)
  if (column !== undefined) return column
  throw new TableError('invalid_request', `There is no column “${name}”.`, name)
}

function oneCondition(relation: Relation, filter: Filter, parameters: Parameters): string {
  const column = requireColumn(relation, filter.column)
  const name = quoteIdentifier(column.name)
  const { operator } = filter
  // The operand NULL makes these plain tests, even for composite types.
  if (operator === 'null') return `(${name} is not distinct from null)`
  if (operator === 'notnull') return `(${name} is distinct from null)`
  const value = parameters.add(filter.value)
  if (operator === 'contains') return `(strpos(lower(concat(${name})), lower(${value}::text)) > 0)`
  if (operator === 'starts') return `starts_with(concat(${name}), ${value}::text)`
  if (column.sortable) {
    const operand = `cast(${value} as ${column.baseType})`
    if (operator === 'eq') return `(${name} = ${operand})`
    if (operator === 'ne') return `(${name} is distinct from ${operand})`
    return `(${name} ${ORDER[operator]} ${operand})`
  }
  // Types without an order (json, xml, point) mostly lack `=` too, so their text is compared.
  const text = `case when ${name} is distinct from null then concat(${name}) end`
  if (operator === 'eq') return `((${text}) = ${value}::text)`
  if (operator === 'ne') return `((${text}) is distinct from ${value}::text)`
  throw new TableError('invalid_request', `${column.type} has no order.`, column.name)
}
