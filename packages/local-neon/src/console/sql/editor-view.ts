import type { ConsoleContext } from '../context'
import { html, type Html } from '../ui/html'
import { postForm, problemNotice, SELECTED, time } from '../ui/parts'
import type { HistoryEntry } from './history'

/** Time limits per statement, in milliseconds. */
export const TIMEOUTS = { '10 seconds': 10_000, '1 minute': 60_000, '10 minutes': 600_000 } as const
export const DEFAULT_TIMEOUT = TIMEOUTS['1 minute']

export interface EditorPage {
  sql: string
  timeout: number
  /** The saved query the text came from. */
  saved: { name: string; version: string } | null
  queries: readonly string[]
  /** Where the files are. */
  folder: string
  history: readonly HistoryEntry[]
  running: readonly { id: string; sql: string; startedAt: Date }[]
  /** The schema's names, for completion. */
  tables: Record<string, string[]>
  results: Html
  problem?: string | undefined
}

type Token = Pick<ConsoleContext, 'token'>

export function editorView(context: Token, page: EditorPage): Html {
  return html`<script type="module" src="/static/sql.js"></script>
    ${problemNotice(page.problem)} ${form(context, page)} ${runningView(context, page.running)}
    <div id="results" class="results" aria-live="polite">${page.results}</div>
    <div class="columns library">
      ${savedView(context, page)} ${historyView(context, page.history)}
    </div>`
}

function form(context: Token, { sql, timeout, saved, tables }: EditorPage): Html {
  return postForm(
    context,
    '/sql',
    html`<div class="editor" data-tables="${JSON.stringify(tables)}">
        <label for="sql" class="unseen">SQL</label>
        <textarea
          id="sql"
          name="sql"
          rows="10"
          spellcheck="false"
          autocapitalize="off"
          autocomplete="off"
        >
${sql}</textarea>
      </div>
      <div class="actions toolbar">
        <button name="mode" value="run" class="run">Run</button>
        <button
          name="mode"
          value="explain"
          class="quiet"
          title="Runs one statement under EXPLAIN (ANALYZE, BUFFERS), and takes back what it did"
        >
          Explain
        </button>
        <button type="button" class="quiet cancel" hidden>Cancel</button>
        <label class="inline">
          Stop after
          <select name="timeout">
            ${Object.entries(TIMEOUTS).map(
              ([words, value]) =>
                html`<option value="${value}" ${value === timeout && SELECTED}>${words}</option>`,
            )}
          </select>
        </label>
        <span class="keys muted" hidden></span>
      </div>
      <div class="save">
        <label for="name">${saved === null ? 'Save as' : 'Saved as'}</label>
        <input
          id="name"
          name="name"
          value="${saved?.name}"
          placeholder="Name"
          maxlength="80"
          autocomplete="off"
        />
        ${
          saved !== null &&
          html`<input type="hidden" name="saved" value="${saved.name}" />
            <input type="hidden" name="version" value="${saved.version}" />`
        }
        <button class="quiet" formaction="/sql/save">Save</button>
      </div>`,
    'sql-form',
  )
}

function runningView(context: Token, running: EditorPage['running']): Html {
  if (running.length === 0) return html``
  return html`<section aria-labelledby="running">
    <h2 id="running">Running now</h2>
    <ul class="rows">
      ${running.map(
        ({ id, sql, startedAt }) =>
          html`<li class="line">
            <code>${sql.slice(0, 200)}</code> <small>since ${time(startedAt)}</small>
            ${postForm(
              context,
              '/sql/cancel',
              html`<input type="hidden" name="run" value="${id}" /><button class="quiet small">
                  Cancel
                </button>`,
            )}
          </li>`,
      )}
    </ul>
  </section>`
}

function savedView(context: Token, { queries, folder, saved }: EditorPage): Html {
  return html`<section aria-labelledby="saved">
    <h2 id="saved">Saved queries</h2>
    ${
      queries.length === 0
        ? html`<p class="muted">Save one and it becomes a file in <code>${folder}</code>.</p>`
        : html`<p class="muted">Files in <code>${folder}</code></p>
            <ul class="rows">
              ${queries.map(
                (name) =>
                  html`<li class="line">
                    <a
                      href="/sql?${new URLSearchParams({ query: name }).toString()}"
                      ${name === saved?.name && html`aria-current="true"`}
                      ><bdi>${name}</bdi></a
                    >
                    <a
                      class="away"
                      href="/sql/delete?${new URLSearchParams({ name }).toString()}"
                      aria-label="Delete ${name}…"
                      >Delete…</a
                    >
                  </li>`,
              )}
            </ul>`
    }
  </section>`
}

function historyView(context: Token, history: readonly HistoryEntry[]): Html {
  return html`<section aria-labelledby="history">
    <h2 id="history">History</h2>
    ${
      history.length === 0
        ? html`<p class="muted">Queries you run are listed here and kept with the data.</p>`
        : html`<ol class="rows history">
              ${history.map(
                ({ sql, at, milliseconds, failed }) =>
                  html`<li>
                    <a href="/sql?${new URLSearchParams({ at }).toString()}"
                      ><code>${sql.slice(0, 200)}</code></a
                    >
                    <div class="meta">
                      ${time(new Date(at))}<span>${Math.round(milliseconds)} ms</span>
                      ${failed && html`<span class="failed">failed</span>`}
                    </div>
                  </li>`,
              )}
            </ol>
            ${postForm(
              context,
              '/sql/forget',
              html`<button class="quiet small">Clear history</button>`,
              'actions',
            )}`
    }
  </section>`
}

/** Asks once before deleting a file. */
export function deleteView(context: Token, name: string, sql: string): Html {
  return html`<p>This deletes the file <code>${name}.sql</code> with this text:</p>
    <pre class="block">${sql}</pre>
    ${postForm(
      context,
      '/sql/delete',
      html`<input type="hidden" name="name" value="${name}" />
        <button class="danger">Delete query</button>
        <a class="button quiet" href="/sql">Cancel</a>`,
      'actions',
    )}`
}
