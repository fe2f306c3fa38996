import { Hono } from 'hono'
import type { RecentStatement } from '../../stats'
import type { ConsoleContext, ConsoleEnv } from '../context'
import { html, type Html } from '../ui/html'
import { layout } from '../ui/layout'
import { emptyState, time } from '../ui/parts'

/** Longest text that is shown at once, in characters. */
const SHORT = 400

/** What the database has been asked. */
export function createStatements(context: ConsoleContext): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>().get('/', (c) => {
    const body = statementsView(context.stats.snapshot().recent)
    return c.html(layout(context, { title: 'Statements', current: '/statements', body }))
  })
}

/** The newest first. Their text is whatever a client sent. */
function statementsView(recent: readonly RecentStatement[]): Html {
  if (recent.length === 0) {
    return emptyState('No statements yet', 'What an app asks the database appears here.')
  }
  return html`<p class="muted">
      The last ${recent.length} statements, the newest first. Reload for newer ones.
    </p>
    <ol class="rows">
      ${recent.map(
        ({ text, milliseconds, rows, transport, at }) =>
          html`<li>
            <pre dir="ltr">${text.slice(0, SHORT) || '(empty)'}</pre>
            ${
              text.length > SHORT &&
              html`<details>
                <summary>The whole statement</summary>
                <pre dir="ltr">${text}</pre>
              </details>`
            }
            <div class="meta">
              ${time(at)}<span>${milliseconds.toFixed(1)} ms</span>
              ${
                rows === null
                  ? html`<span class="failed">failed</span>`
                  : html`<span>${rows} ${rows === 1 ? 'row' : 'rows'}</span>`
              }
              <span>${transport}</span>
            </div>
          </li>`,
      )}
    </ol>`
}
