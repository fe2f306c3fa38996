import { html, type Html } from '../../ui/html'
import { count } from '../../ui/parts'
import type { Column } from '../columns'
import type { Structure } from '../structure'
import { pathOf } from './addresses'
import { size, titleOf } from './cell'
import { relationTabs } from './rows-view'

/** Columns, indexes, constraints, policies and triggers, and a view's query. */
export function structureView(structure: Structure): Html {
  const { relation, comment, definition, indexes, constraints, referencedBy, triggers } = structure
  const key = relation.key?.isPrimary ? relation.key.columns : []
  return html`${relationTabs(relation, 'structure')}
    <p class="muted">
      ${relation.kind[0]?.toUpperCase()}${relation.kind.slice(1)}${
        structure.bytes !== null && `, ${size(structure.bytes)} with its indexes`
      }${comment !== null && html`. <bdi>${comment}</bdi>`}
    </p>
    <section aria-labelledby="columns">
      <h2 id="columns">Columns</h2>
      <div class="scroll" tabindex="0" role="region" aria-label="All columns">
        <table class="grid">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Type</th>
              <th scope="col">Default</th>
              <th scope="col">Notes</th>
            </tr>
          </thead>
          <tbody>
            ${relation.columns.map((column) => columnRow(column, key.includes(column.name)))}
          </tbody>
        </table>
      </div>
    </section>
    ${definition !== null && part('Query', html`<pre class="block">${definition}</pre>`)}
    ${part(
      'Indexes',
      items(indexes, (index) => [
        index.name,
        index.definition,
        html`${index.isPrimary && html`<span class="badge">primary</span>`}
          ${index.isUnique && !index.isPrimary && html`<span class="badge">unique</span>`}
          ${!index.isValid && html`<span class="badge bad">invalid</span>`}
          <small>${size(index.bytes)}, used ${count(Number(index.scans), 'time')}</small>`,
      ]),
    )}
    ${part(
      'Constraints',
      items(constraints, (constraint) => [
        constraint.name,
        constraint.definition,
        html`<span class="badge">${constraint.kind}</span>
          ${!constraint.isValid && html`<span class="badge bad">not validated</span>`}`,
      ]),
    )}
    ${
      referencedBy.length > 0 &&
      part(
        'Referenced by',
        items(referencedBy, (reference) => [
          html`<a href="${pathOf({ schema: reference.schema, name: reference.table })}"
            >${titleOf({ schema: reference.schema, name: reference.table })}</a
          >`,
          reference.definition,
          html``,
        ]),
      )
    }
    ${part('Policies', policiesView(structure))}
    ${part(
      'Triggers',
      items(triggers, (trigger) => [
        trigger.name,
        trigger.definition,
        html`${!trigger.isEnabled && html`<span class="badge bad">off</span>`}`,
      ]),
    )}`
}

function part(title: string, content: Html): Html {
  return html`<section>
    <h2>${title}</h2>
    ${content}
  </section>`
}

function items<Item>(
  all: readonly Item[],
  view: (item: Item) => [Html | string, string, Html],
): Html {
  if (all.length === 0) return html`<p class="muted">None</p>`
  return html`<ul class="rows definitions">
    ${all.map((item) => {
      const [name, definition, notes] = view(item)
      return html`<li>
        <div class="line"><bdi>${name}</bdi>${notes}</div>
        <pre>${definition}</pre>
      </li>`
    })}
  </ul>`
}

function columnRow(column: Column, isKey: boolean): Html {
  return html`<tr>
    <th scope="row"><bdi>${column.name}</bdi></th>
    <td><code>${column.type}</code></td>
    <td>
      ${
        column.default === null
          ? html`<span class="absent">none</span>`
          : html`<code
              >${column.generated !== null && `${column.generated}: `}${column.default}</code
            >`
      }
    </td>
    <td>
      ${isKey && html`<span class="badge">primary key</span> `}
      ${column.notNull ? 'not null' : html`<span class="muted">nullable</span>`}${
        column.identity !== null && `, identity ${column.identity}`
      }${column.labels.length > 0 && html`<small><bdi>${column.labels.join(', ')}</bdi></small>`}
      ${column.comment !== null && html`<small><bdi>${column.comment}</bdi></small>`}
    </td>
  </tr>`
}

const SECURITY = {
  off: 'Row-level security is off, so policies have no effect.',
  on: 'Row-level security is on, except for the owner.',
  forced: 'Row-level security is on, for the owner too.',
} as const

function policiesView({ policies, rowSecurity, relation }: Structure): Html {
  if (!relation.isWritable) return html`<p class="muted">None</p>`
  const list = items(policies, (policy) => [
    policy.name,
    [
      policy.using !== null && `using (${policy.using})`,
      policy.check !== null && `with check (${policy.check})`,
    ]
      .filter((text) => text !== false)
      .join('\n'),
    html`<span class="badge">${policy.isPermissive ? 'permissive' : 'restrictive'}</span>
      <small>${policy.command} to ${policy.roles.join(', ')}</small>`,
  ])
  return html`<p class="muted">${SECURITY[rowSecurity]}</p>
    ${policies.length > 0 && list}`
}
