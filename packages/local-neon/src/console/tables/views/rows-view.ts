import { html, type Html } from '../../ui/html'
import { count, emptyState, problemNotice, tabs } from '../../ui/parts'
import type { RowPage } from '../browse'
import { COUNT_LIMIT } from '../browse'
import type { Column, Relation } from '../columns'
import { operators, takesValue, type Filter } from '../filters'
import type { Row } from '../values'
import { pathOf, rowPath, rowsPath, valuePath, type Named, type Selection } from './addresses'
import { cellView, foldedView } from './cell'

const numbers = new Intl.NumberFormat('en')

/** A relation's two pages, as tabs. */
export function relationTabs(relation: Named, current: 'rows' | 'structure'): Html {
  return tabs('Table', [
    { name: 'Rows', href: pathOf(relation), current: current === 'rows' },
    { name: 'Structure', href: pathOf(relation, 'structure'), current: current === 'structure' },
  ])
}

/** A page of rows with their actions. */
export function rowsView(page: RowPage, selection: Selection): Html {
  const { relation, rows } = page
  return html`<script type="module" src="/static/tables.js"></script>
    ${relationTabs(relation, 'rows')} ${filterForm(relation, selection)}
    <div class="line">
      <p class="muted" role="status">${rangeText(page)}</p>
      <a class="button quiet small" href="/sql?${sqlQuery(relation)}">Open in SQL</a>
      ${
        relation.isWritable &&
        html`<a class="button small" href="${pathOf(relation, 'new')}">Add a row</a>`
      }
    </div>
    ${rows.length === 0 ? noRows(page, selection) : rowsTable(page, selection)}
    ${pager(page, selection)}`
}

/** What's left of the page if Postgres rejects the filter. */
export function refusedView(relation: Relation, selection: Selection, message: string): Html {
  return html`${relationTabs(relation, 'rows')} ${filterForm(relation, selection)}
  ${problemNotice(message)}`
}

function sqlQuery({ sql }: Relation): string {
  return new URLSearchParams({ sql: `select * from ${sql} limit 100;` }).toString()
}

function rangeText({ rows, from, total }: RowPage): string {
  if (rows.length === 0) return 'No rows'
  const all = total.atLeast
    ? `more than ${numbers.format(COUNT_LIMIT)}`
    : numbers.format(total.count)
  if (!total.atLeast && rows.length === total.count) {
    return count(total.count, 'row')
  }
  return `Rows ${numbers.format(from + 1)} to ${numbers.format(from + rows.length)} of ${all}`
}

function noRows({ relation }: RowPage, selection: Selection): Html {
  if (selection.filters.length > 0) {
    return emptyState('No matching rows', 'Change or remove a filter to see more.')
  }
  const hint = relation.isWritable ? 'Add the first one here, or insert it under SQL.' : ''
  return emptyState('No rows yet', hint)
}

function filterForm(relation: Relation, selection: Selection): Html {
  const { filters, sort } = selection
  const without = (index: number): string =>
    rowsPath(relation, {
      ...selection,
      page: null,
      filters: filters.filter((_, at) => at !== index),
    })
  const kept = (filter: Filter) =>
    html`<input type="hidden" name="column" value="${filter.column}" />
      <input type="hidden" name="operator" value="${filter.operator}" />
      <input type="hidden" name="value" value="${filter.value}" />`
  return html`<form
    class="conditions"
    action="${pathOf(relation)}"
    role="search"
    aria-label="Filter"
  >
    ${filters.map(kept)}
    ${
      sort !== null &&
      html`<input type="hidden" name="sort" value="${sort.column}" />
        <input type="hidden" name="direction" value="${sort.direction}" />`
    }
    <select name="column" aria-label="Column">
      <option value="">Filter by…</option>
      ${relation.columns.map(({ name }) => html`<option>${name}</option>`)}
    </select>
    <select name="operator" aria-label="Condition">
      ${Object.entries(operators).map(
        ([operator, words]) => html`<option value="${operator}">${words}</option>`,
      )}
    </select>
    <input name="value" aria-label="Value" autocomplete="off" />
    <button class="quiet">Filter</button>
    ${
      filters.length > 0 &&
      html`<ul class="chips" aria-label="Filters">
        ${filters.map(
          (filter, index) =>
            html`<li>
              <bdi>${filter.column}</bdi> ${operators[filter.operator]}
              ${takesValue(filter.operator) && html`<bdi>“${filter.value}”</bdi>`}
              <a href="${without(index)}" aria-label="Remove the filter on ${filter.column}">×</a>
            </li>`,
        )}
      </ul>`
    }
  </form>`
}

function rowsTable({ relation, rows }: RowPage, selection: Selection): Html {
  return html`<div class="scroll wide" tabindex="0" role="region" aria-label="Rows">
    <table class="grid">
      <thead>
        <tr>
          ${relation.key !== null && html`<th scope="col"><span class="unseen">Edit</span></th>`}
          ${relation.columns.map((column) => heading(relation, column, selection))}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => rowView(relation, row))}
      </tbody>
    </table>
  </div>`
}

const SORTED = { asc: 'ascending', desc: 'descending' } as const

/** Sorts up, then down, then by the key. */
function heading(relation: Relation, column: Column, selection: Selection): Html {
  const isKey = relation.key?.columns.includes(column.name) ?? false
  const sorted = selection.sort?.column === column.name ? selection.sort.direction : null
  const next = sorted === null ? 'asc' : sorted === 'asc' ? 'desc' : null
  const sort = next === null ? null : ({ column: column.name, direction: next } as const)
  const name = html`<bdi>${column.name}</bdi>${
      sorted !== null && html`<span aria-hidden="true"> ${sorted === 'asc' ? '↑' : '↓'}</span>`
    }`
  return html`<th
    scope="col"
    class="${column.kind === 'number' ? 'end' : ''}"
    ${sorted !== null && html`aria-sort="${SORTED[sorted]}"`}
  >
    ${
      column.sortable
        ? html`<a href="${rowsPath(relation, { ...selection, page: null, sort })}">${name}</a>`
        : name
    }
    <small>${isKey && html`<span title="Primary key">key</span> `}${column.type}</small>
  </th>`
}

function rowView(relation: Relation, { key, cells }: Row): Html {
  const label = key === null ? '' : Object.values(key).join(', ')
  return html`<tr>
    ${
      key !== null &&
      html`<td class="edit">
        <a href="${rowPath(relation, key)}" aria-label="Edit ${label}">Edit</a>
      </td>`
    }
    ${relation.columns.map((column, index) => {
      const cell = cells[index] ?? null
      const address = key === null ? null : valuePath(relation, key, column.name)
      const content =
        cell?.length === undefined ? cellView(cell, column.kind) : foldedView(cell, address)
      return html`<td class="${column.kind === 'number' ? 'end number' : `value ${column.kind}`}">
        <div>${content}</div>
      </td>`
    })}
  </tr>`
}

function pager({ relation, next, previous }: RowPage, selection: Selection): Html {
  if (next === null && previous === null) return html``
  const to = (page: string) => rowsPath(relation, { ...selection, page })
  return html`<nav class="pager" aria-label="Pages">
    ${previous !== null && html`<a class="button quiet" rel="prev" href="${to(previous)}">Previous</a>`}
    ${next !== null && html`<a class="button quiet" rel="next" href="${to(next)}">Next</a>`}
  </nav>`
}
