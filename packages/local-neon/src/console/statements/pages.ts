import { Hono } from 'hono'
import type { RecentStatement, StatementShape } from '../../stats'
import type { ConsoleContext, ConsoleEnv } from '../context'
import { html, type Html } from '../ui/html'
import { layout } from '../ui/layout'
import {
  CHECKED,
  count,
  emptyState,
  filterForm,
  liveList,
  liveSwitch,
  postForm,
  tabs,
  time,
} from '../ui/parts'
import { listShapes, listStatements, type StatementFilter } from './list'

/** Longest text shown at once, in characters. */
const SHORT = 400
/** Most statements on the page. */
const SHOWN = 200

/** What the database was asked. */
export function createStatements(context: ConsoleContext): Hono<ConsoleEnv> {
  const { stats } = context
  const app = new Hono<ConsoleEnv>()
  const actions = html`${liveSwitch}
  ${postForm(context, '/statements/clear', html`<button class="quiet small">Clear</button>`)}`
  const page = (body: Html) =>
    layout(context, { title: 'Statements', current: '/statements', body, actions })
  app.get('/', (c) => {
    const { q, shape, failed, quiet } = c.req.query()
    const filter = { q, shape, failed: failed === 'on', quiet: quiet === 'on' }
    return c.html(page(html`${head(false)} ${filters(filter)} ${recent(context, filter)}`))
  })
  app.get('/shapes', (c) => {
    const { q } = c.req.query()
    const form = filterForm({
      action: '/statements/shapes',
      label: 'Filter shapes',
      placeholder: 'Words, or -words to exclude',
      value: q,
    })
    return c.html(page(html`${head(true)} ${form} ${shapes(listShapes(stats, { q }))}`))
  })
  app.post('/clear', (c) => {
    stats.clearStatements()
    return c.redirect('/statements', 303)
  })
  return app
}

function head(isShapes: boolean): Html {
  return html`<p class="muted">
      What apps ask the database, with any driver; this console’s own statements aren’t listed.
    </p>
    <div class="toolbar">
      ${tabs('Views', [
        { href: '/statements', name: 'Recent', current: !isShapes },
        { href: '/statements/shapes', name: 'By shape', current: isShapes },
      ])}
    </div>`
}

function filters({ q, shape, failed, quiet }: StatementFilter): Html {
  return filterForm({
    action: '/statements',
    label: 'Filter statements',
    placeholder: 'Words, or -words to exclude',
    value: q,
    more: html`
      ${shape !== undefined && html`<input type="hidden" name="shape" value="${shape}" />`}
      <label class="check"
        ><input type="checkbox" name="failed" ${failed === true && CHECKED} />Failed</label
      >
      <label class="check"
        ><input type="checkbox" name="quiet" ${quiet === true && CHECKED} />Include quiet
        ones</label
      >
    `,
  })
}

function recent({ stats }: ConsoleContext, filter: StatementFilter): Html {
  const list = listStatements(stats, filter)
  const { statements } = stats.snapshot().sql
  const shape = stats.shapes().find(({ id }) => id === filter.shape)
  return html`${shape && html`<p class="muted">Only those like <code>${shape.text}</code> · <a href="/statements">Show all</a></p>`}
  ${liveList(
    'statement',
    'Statements from your app show up here.',
    list.slice(0, SHOWN).map(statementItem),
    statements,
  )}`
}

/** Its text is whatever a client sent. */
function statementItem(statement: RecentStatement): Html {
  const { id, text, milliseconds, rows, error, transport, at, shape, parameters } = statement
  const line = text.replace(/\s+/g, ' ').trim()
  return html`<li id="s${id}">
    <details>
      <summary>
        <code class="line" dir="ltr">${line.slice(0, SHORT) || '(empty)'}</code>
        <span class="meta number">
          <span>${milliseconds.toFixed(1)} ms</span>
          ${
            rows === null
              ? html`<span class="failed">failed</span>`
              : html`<span>${count(rows, 'row')}</span>`
          }
          <span>${transport}</span>
          ${time(at)}
        </span>
      </summary>
      ${error !== null && html`<p class="error">${error}</p>`}
      <p class="caption">Full statement</p>
      <pre dir="ltr">${text}</pre>
      ${parameters.length > 0 && parameterList(parameters)}
      <p><a href="/statements?shape=${shape}">Others like this</a></p>
    </details>
  </li>`
}

function parameterList(parameters: RecentStatement['parameters']): Html {
  const item = (value: string | null, index: number) =>
    html`<div>
      <dt>$${index + 1}</dt>
      <dd>
        ${value === null ? html`<span class="muted">NULL</span>` : html`<code>${value}</code>`}
      </dd>
    </div>`
  return html`<p class="caption">Parameters</p>
    <dl class="values">${parameters.map(item)}</dl>`
}

function shapes(list: StatementShape[]): Html {
  if (list.length === 0) {
    return emptyState(
      'No shapes yet',
      'Statements that differ only in their values are counted together here.',
    )
  }
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Shapes of statements">
    <table class="shapes">
      <thead>
        <tr>
          <th scope="col">Statement</th>
          <th scope="col" class="end">Calls</th>
          <th scope="col" class="end">Mean</th>
          <th scope="col" class="end">Longest</th>
          <th scope="col" class="end">Total</th>
          <th scope="col" class="end">Rows</th>
          <th scope="col" class="end">Failed</th>
        </tr>
      </thead>
      <tbody id="shapes" data-live>
        ${list.map(shapeRow)}
      </tbody>
    </table>
  </div>`
}

function shapeRow(shape: StatementShape): Html {
  const { id, text, quiet, calls, totalMilliseconds, maxMilliseconds, rows, failures } = shape
  const number = (value: string) => html`<td class="end number">${value}</td>`
  const milliseconds = (value: number) => number(`${value.toFixed(1)} ms`)
  return html`<tr id="h${id}">
    <td>
      <a href="/statements?shape=${id}"><code>${text.slice(0, SHORT) || '(empty)'}</code></a>
      ${quiet && html`<span class="badge">quiet</span>`}
    </td>
    ${number(calls.toLocaleString('en'))} ${milliseconds(totalMilliseconds / calls)}
    ${milliseconds(maxMilliseconds)} ${milliseconds(totalMilliseconds)}
    ${number(rows.toLocaleString('en'))} ${number(failures.toLocaleString('en'))}
  </tr>`
}
