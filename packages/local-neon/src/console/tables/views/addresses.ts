/** URLs of the table pages. Names may contain anything, so each is encoded. */
import { TableError } from '../errors'
import { operators, type Filter, type Operator } from '../filters'
import type { Sort } from '../paging'
import { keySchema, type RowKey } from '../values'

export interface Named {
  schema: string
  name: string
}

/** What a page of rows shows. */
export interface Selection {
  filters: Filter[]
  sort: Sort | null
  page: string | null
}

export function pathOf({ schema, name }: Named, ...rest: string[]): string {
  return ['/tables', ...[schema, name, ...rest].map(encodeURIComponent)].join('/')
}

export function rowsPath(relation: Named, { filters, sort, page }: Selection): string {
  const query = new URLSearchParams()
  for (const { column, operator, value } of filters) {
    query.append('column', column)
    query.append('operator', operator)
    query.append('value', value)
  }
  if (sort !== null) {
    query.set('sort', sort.column)
    query.set('direction', sort.direction)
  }
  if (page !== null) query.set('page', page)
  return query.size === 0 ? pathOf(relation) : `${pathOf(relation)}?${query}`
}

export function rowPath(relation: Named, key: RowKey, action: 'row' | 'delete' = 'row'): string {
  return `${pathOf(relation, action)}?${new URLSearchParams({ key: JSON.stringify(key) })}`
}

export function valuePath(relation: Named, key: RowKey, column: string): string {
  const query = new URLSearchParams({ key: JSON.stringify(key), column })
  return `${pathOf(relation, 'value')}?${query}`
}

function isOperator(text: string | undefined): text is Operator {
  return text !== undefined && Object.hasOwn(operators, text)
}

/** @throws TableError for an unknown filter */
export function readSelection(query: URLSearchParams): Selection {
  const [given, values] = [query.getAll('operator'), query.getAll('value')]
  const filters = query.getAll('column').flatMap((column, index): Filter[] => {
    const operator = given[index]
    // The form's last line stays empty if nothing is added.
    if (column === '') return []
    if (isOperator(operator)) return [{ column, operator, value: values[index] ?? '' }]
    throw new TableError('invalid_request', 'There is no such filter.')
  })
  const sort = query.get('sort')
  const direction = query.get('direction') === 'desc' ? 'desc' : 'asc'
  return {
    filters,
    sort: sort === null ? null : { column: sort, direction },
    page: query.get('page'),
  }
}

/** @throws TableError if it isn't a key */
export function readKey(text: string | null | undefined): RowKey {
  try {
    return keySchema.parse(JSON.parse(text ?? ''))
  } catch {
    throw new TableError('not_found', 'There is no such row.')
  }
}
