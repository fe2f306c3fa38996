import { html, type Html } from '../../ui/html'
import { emptyState } from '../../ui/parts'
import type { ListedRelation } from '../relations'
import { pathOf } from './addresses'
import { size } from './cell'

const numbers = new Intl.NumberFormat('en')

/** All tables, a list for each schema. */
export function listView(relations: readonly ListedRelation[]): Html {
  if (relations.length === 0) {
    return emptyState('No tables yet', 'Run your migrations, or create a table under SQL.')
  }
  const schemas = [...new Set(relations.map((relation) => relation.schema))]
  return html`${schemas.map(
    (schema, index) =>
      html`<section aria-labelledby="schema-${index}">
        <h2 id="schema-${index}"><bdi>${schema}</bdi></h2>
        <div class="scroll">
          <table class="relations grid">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col" class="end">Rows</th>
                <th scope="col" class="end">Size</th>
              </tr>
            </thead>
            <tbody>
              ${relations.filter((relation) => relation.schema === schema).map(relationRow)}
            </tbody>
          </table>
        </div>
      </section>`,
  )}`
}

function relationRow(relation: ListedRelation): Html {
  const { name, kind, comment, rowEstimate, bytes } = relation
  return html`<tr>
    <td>
      <a href="${pathOf(relation)}"><bdi>${name}</bdi></a>
      ${kind !== 'table' && html` <span class="badge">${kind}</span>`}
      ${comment !== null && html`<small><bdi>${comment}</bdi></small>`}
    </td>
    <td class="end number">
      ${rowEstimate === null ? '–' : `${rowEstimate > 0 ? '~' : ''}${numbers.format(rowEstimate)}`}
    </td>
    <td class="end number">${bytes === null ? '–' : size(bytes)}</td>
  </tr>`
}
