import type { ConsoleContext } from '../../context'
import { html, type Html } from '../../ui/html'
import { count, postForm, problemNotice, SELECTED } from '../../ui/parts'
import type { Relation } from '../columns'
import type { Field, FieldMode } from '../row-form'
import type { Row, RowKey } from '../values'
import { pathOf, rowPath, valuePath, type Named } from './addresses'

export interface RowForm {
  relation: Relation
  fields: readonly Field[]
  /** Null for a new row. */
  row: { key: RowKey; version: string } | null
  /** What's wrong, if it isn't a single field. */
  problem?: string | undefined
}

type Token = Pick<ConsoleContext, 'token'>

/** One row as a form that tells NULL, an empty text and the default apart. */
export function rowView(context: Token, { relation, fields, row, problem }: RowForm): Html {
  const firstWrong = fields.findIndex((field) => field.error !== undefined)
  const action = row === null ? pathOf(relation, 'new') : rowPath(relation, row.key)
  const form = postForm(
    context,
    action,
    html`${row !== null && html`<input type="hidden" name="version" value="${row.version}" />`}
      ${fields.map((field, index) => fieldView(relation, field, row, index, index === firstWrong))}
      <div class="actions">
        <button>${row === null ? 'Add row' : 'Save'}</button>
        <a class="button quiet" href="${pathOf(relation)}">Cancel</a>
        ${row !== null && html`<a class="away" href="${rowPath(relation, row.key, 'delete')}">Delete this row…</a>`}
      </div>`,
    'row-form',
  )
  return html`<script type="module" src="/static/tables.js"></script>
    ${problemNotice(problem)}${form}`
}

const MODES: Record<FieldMode, string> = {
  value: 'Value',
  null: 'NULL',
  default: 'Default',
  keep: 'Keep',
}

function fieldView(
  relation: Relation,
  field: Field,
  row: RowForm['row'],
  index: number,
  isFirstWrong: boolean,
): Html {
  const { column, modes, mode } = field
  const { name } = column
  const hints = [
    field.error !== undefined && `error-${index}`,
    field.now !== undefined && `now-${index}`,
    `type-${index}`,
  ].filter((id) => id !== false)
  const long =
    modes.includes('keep') && row !== null
      ? html`<p class="muted">
          It is too long to be edited here.
          <a href="${valuePath(relation, row.key, name)}">Show all of it</a>
        </p>`
      : html``
  return html`<div class="field row-field" data-mode="${modes.length === 0 ? 'none' : mode}">
    <div class="line">
      <label for="value-${index}"><bdi>${name}</bdi></label>
      <small id="type-${index}">${column.type}${noteOf(field)}</small>
      ${
        modes.length > 0 &&
        html`<select name="mode:${name}" aria-label="What ${name} gets" class="mode">
          ${modes.map(
            (each) =>
              html`<option value="${each}" ${each === mode && SELECTED}>${MODES[each]}</option>`,
          )}
        </select>`
      }
    </div>
    ${control(field, index, hints.join(' '), isFirstWrong)} ${long}
    ${
      field.now !== undefined &&
      html`<p class="now" id="now-${index}">
        In the table now: <bdi>${field.now.slice(0, 1000)}</bdi>
      </p>`
    }
    ${field.error !== undefined && html`<p class="error" id="error-${index}">${field.error}</p>`}
  </div>`
}

function noteOf({ column, modes }: Field): string {
  if (column.generated !== null) return ', computed by Postgres'
  if (column.identity === 'always' || modes.length === 0) return ', numbered by Postgres'
  return ''
}

function control(field: Field, index: number, hints: string, isFocused: boolean): Html {
  const { column, text, modes } = field
  const shared = html`id="value-${index}" name="value:${column.name}" aria-describedby="${hints}"
  ${field.error !== undefined && html`aria-invalid="true"`} ${isFocused && html`autofocus`}
  ${modes.length === 0 && html`disabled`}`
  if (column.kind === 'boolean' || column.kind === 'enum') {
    const labels = column.kind === 'boolean' ? ['t', 'f'] : column.labels
    const words: Record<string, string> = column.kind === 'boolean' ? { t: 'true', f: 'false' } : {}
    return html`<select ${shared}>
      ${labels.map(
        (label) =>
          html`<option value="${label}" ${label === text && SELECTED}>
            ${words[label] ?? (label || '(empty)')}
          </option>`,
      )}
    </select>`
  }
  if (column.kind === 'number') {
    return html`<input
      ${shared}
      value="${text}"
      inputmode="text"
      autocomplete="off"
      class="number"
    />`
  }
  const lines = Math.min(12, Math.max(text.split('\n').length, Math.ceil(text.length / 70), 1))
  const rows = column.kind === 'json' ? Math.max(3, lines) : lines
  // Browsers drop the first line break of a textarea.
  return html`<textarea ${shared} rows="${rows}" spellcheck="false" class="${column.kind}">
${text}</textarea>`
}

/** Asks once before deleting a row, and says what will be lost. */
export function deleteView(
  context: Token,
  relation: Relation,
  row: Row,
  version: string,
  problem?: string,
): Html {
  const key = row.key ?? {}
  const rest = row.cells.length - Object.keys(key).length
  return html`${problemNotice(problem)}
    <p>
      This deletes one row of ${relation.name} with its ${count(row.cells.length, 'value')}, and
      what refers to it by <code>on delete cascade</code>. It can’t be undone.
    </p>
    <dl class="fields">
      ${relation.columns.slice(0, Math.max(8, row.cells.length - rest)).map((column, index) => {
        const cell = row.cells[index]
        return html`<div>
          <dt><bdi>${column.name}</bdi></dt>
          <dd>
            ${cell == null ? html`<span class="absent">NULL</span>` : html`<bdi>${cell.text}</bdi>`}
          </dd>
        </div>`
      })}
    </dl>
    ${postForm(
      context,
      rowPath(relation, key, 'delete'),
      html`<input type="hidden" name="version" value="${version}" />
        <button class="danger">Delete row</button>
        <a class="button quiet" href="${rowPath(relation, key)}">Cancel</a>`,
      'actions',
    )}`
}

/** The way back, above a row's page. */
export function crumbs(relation: Named, title: string): Html {
  return html`<p class="crumbs">
    <a href="/tables">Tables</a> / <a href="${pathOf(relation)}">${title}</a>
  </p>`
}
