import { html, type Markup } from '../../http/html'
import type { RecentStatement } from '../../stats'
import { emptyState, time } from './page'

/** Longest text that is shown at once, in characters. */
const SHORT = 400

/** The most recent statements, the newest first. Their text is whatever a client sent. */
export function statementsPage(recent: readonly RecentStatement[]): Markup {
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
