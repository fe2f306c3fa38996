import { cellView, foldedView } from '../tables/views/cell'
import { html, type Html } from '../ui/html'
import { count } from '../ui/parts'
import { planIn } from './explain'
import { milliseconds, planView } from './plan-view'
import { placeAt } from './positions'
import type { Failure, Run, StatementResult } from './run'

/** Most rows shown; a download has all that were kept. */
export const SHOWN = 500
/** Characters shown of a longer value. */
const FOLD_AT = 1_000

const numbers = new Intl.NumberFormat('en')

/** A run's output: each statement's result in order, and the failure last. */
export function resultsView(run: Run): Html {
  const { results, plan, notices, failure, leftOpen } = run
  const isNothing = results.length === 0 && plan === null && failure === null
  return html`<p class="muted summary">
      ${failure === null ? 'Done' : 'Failed'} in ${milliseconds(run.milliseconds)}.
      ${failure === null && results.length > 1 && `${results.length} statements.`}
      ${failure !== null && results.length > 0 && 'Everything before it was rolled back, unless committed.'}
      ${isNothing && 'There’s nothing to run.'}
    </p>
    ${
      leftOpen &&
      html`<div class="notice bad">
        <p>
          The transaction was left open, so it is rolled back. End it with <code>commit</code> to
          keep what it did.
        </p>
      </div>`
    }
    ${
      notices.length > 0 &&
      html`<pre class="block" aria-label="Notices">${notices.join('\n')}</pre>`
    }
    ${results.map((result, index) => resultView(run.id, result, index, results.length))}
    ${plan !== null && html`<section aria-label="Plan">${planView(plan)}</section>`}
    ${failure !== null && failureView(failure, run.sql)}`
}

function resultView(id: string, result: StatementResult, index: number, of: number): Html {
  const { tag, columns, rows, rowCount } = result
  const file = (format: string) => `/sql/results/${encodeURIComponent(id)}/${index}.${format}`
  const plan = planIn(columns?.[0]?.name, rows[0]?.[0])
  return html`<section class="result" aria-label="Result ${index + 1}">
    <div class="line">
      <h2>${of > 1 && `${index + 1}. `}${tag.replace(/ \d+$/, '').replace(/ 0$/, '')}</h2>
      <small>${countOf(result)}, ${milliseconds(result.milliseconds)}</small>
      ${
        columns !== null &&
        html`<span class="downloads">
          <a href="${file('csv')}" download>CSV</a> <a href="${file('json')}" download>JSON</a>
        </span>`
      }
    </div>
    ${plan !== null && planView(plan)}
    ${plan === null && columns !== null && rowCount > 0 && resultTable(columns, rows, index)}
    ${rowCount > Math.min(rows.length, SHOWN) && limitNote(result)}
  </section>`
}

function countOf({ tag, columns, rowCount }: StatementResult): string {
  const affected = Number(/ (\d+)$/.exec(tag)?.[1] ?? Number.NaN)
  const number = columns === null ? affected : rowCount
  return Number.isNaN(number) ? 'done' : count(number, 'row')
}

function limitNote({ rows, rowCount }: StatementResult): Html {
  const shown = Math.min(rows.length, SHOWN)
  return html`<p class="muted">
    The first ${numbers.format(shown)} of ${numbers.format(rowCount)} rows.
    ${
      rows.length > shown &&
      `The downloads have ${rows.length === rowCount ? 'all of them' : `the first ${numbers.format(rows.length)}`}.`
    }
  </p>`
}

const NUMERIC = /^(?:smallint|integer|bigint|numeric|real|double precision|oid)\b(?!.*\[)/

function resultTable(
  columns: NonNullable<StatementResult['columns']>,
  rows: StatementResult['rows'],
  index: number,
): Html {
  const isJson = columns.map(({ type }) => /^jsonb?$/.test(type))
  const isNumber = columns.map(({ type }) => NUMERIC.test(type))
  return html`<div
    class="scroll wide"
    tabindex="0"
    role="region"
    aria-label="Rows of result ${index + 1}"
  >
    <table class="grid">
      <thead>
        <tr>
          ${columns.map(
            ({ name, type }, at) =>
              html`<th scope="col" class="${isNumber[at] ? 'end' : ''}">
                <bdi>${name}</bdi> <small>${type}</small>
              </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows.slice(0, SHOWN).map(
          (row) =>
            html`<tr>
              ${row.map(
                (value, at) =>
                  html`<td
                    class="${isNumber[at] ? 'end number' : isJson[at] ? 'value json' : 'value'}"
                  >
                    <div>${valueView(value, columns[at]?.type ?? '')}</div>
                  </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

function valueView(text: string | null, type: string): Html {
  if (text !== null && text.length > FOLD_AT) {
    return foldedView({ text: text.slice(0, FOLD_AT).toWellFormed(), length: text.length }, null)
  }
  return cellView(text === null ? null : { text }, type === 'boolean' ? 'boolean' : 'text')
}

/** The failure in Postgres's words, with the line it's about. */
function failureView(failure: Failure, sql: string): Html {
  const { message, code, detail, hint, where, offset } = failure
  return html`<div
    class="notice bad failure"
    role="alert"
    ${offset !== null && html`data-offset="${offset}"`}
  >
    <p><strong>${message}</strong>${code !== '' && html` <small>${code}</small>`}</p>
    ${offset !== null && placeView(sql, offset)} ${detail !== null && html`<p>${detail}</p>`}
    ${hint !== null && html`<p>Hint: ${hint}</p>`} ${where !== null && html`<pre>${where}</pre>`}
  </div>`
}

function placeView(sql: string, offset: number): Html {
  const { line, before, marked, after } = placeAt(sql, offset)
  // Something missing is at a line's end, where there's nothing to mark.
  const start = before.length > 60 ? `…${before.slice(-60)}` : before
  return html`<pre
    class="place"
  ><span>Line ${line}</span> ${start}<mark>${marked || ' '}</mark>${after.slice(0, 60)}</pre>`
}
