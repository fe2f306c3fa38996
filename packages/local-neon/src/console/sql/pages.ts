import { relative } from 'node:path'
import { Hono, type Context } from 'hono'
import type { ConsoleContext, ConsoleEnv } from '../context'
import { asWritten } from '../forms'
import { html, type Html } from '../ui/html'
import { layout } from '../ui/layout'
import { problemNotice } from '../ui/parts'
import { columnNames } from './completion'
import { toCsv, toJson } from './downloads'
import { DEFAULT_TIMEOUT, deleteView, editorView, TIMEOUTS, type EditorPage } from './editor-view'
import { resultsView } from './results-view'
import { Busy } from './run'
import {
  deleteQuery,
  listQueries,
  readQuery,
  SavedQueryError,
  saveQuery,
  type SavedQuery,
} from './saved-queries'
import type { Workbench } from './workbench'

const DONE: Partial<Record<string, string>> = {
  saved: 'Query saved.',
  deleted: 'Query deleted.',
  cancelled: 'Cancel request sent to Postgres.',
  forgotten: 'History cleared.',
}

/** SQL: an editor, results, saved queries and history. */
export function createSql(context: ConsoleContext, workbench: Workbench): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>()
  const { history, queriesFolder: folder } = workbench

  async function page(c: Context, given: Partial<EditorPage>, status: 200 | 400 | 409 | 422 = 200) {
    const body = editorView(context, {
      sql: '',
      timeout: DEFAULT_TIMEOUT,
      saved: null,
      results: html``,
      queries: await listQueries(folder),
      folder: relative(process.cwd(), folder) || '.',
      history: (await history.list()).slice(0, 20),
      running: workbench.runner.running(),
      tables: await columnNames(context.pool),
      ...given,
    })
    const done = DONE[c.req.query('done') ?? '']
    return c.html(layout(context, { title: 'SQL', current: '/sql', body, done }), status)
  }

  app.get('/', async (c) => {
    const { query, at, sql = '' } = c.req.query()
    if (query !== undefined) {
      const saved = await readQuery(folder, query)
      return page(c, { sql: saved.sql, saved })
    }
    if (at === undefined) return page(c, { sql })
    const entry = (await history.list()).find((each) => each.at === at)
    return entry ? page(c, { sql: entry.sql }) : c.notFound()
  })

  // A whole page, or only the results for the page's own script.
  app.post('/', async (c) => {
    const { form } = c.var
    const sql = asWritten(form.get('sql') ?? '')
    const timeout = Object.values(TIMEOUTS).find((each) => String(each) === form.get('timeout'))
    let results: Html
    let busy = false
    try {
      const run = await workbench.run({
        id: form.get('run') || crypto.randomUUID(),
        sql,
        mode: form.get('mode') === 'explain' ? 'explain' : 'run',
        timeout: timeout ?? DEFAULT_TIMEOUT,
        signal: c.req.raw.signal,
      })
      results = resultsView(run)
    } catch (error) {
      if (!(error instanceof Busy)) throw error
      busy = true
      results = html`${problemNotice(error.message)}`
    }
    const status = busy ? 409 : 200
    if (c.req.header('accept') === 'text/html-fragment') return c.html(results, status)
    return page(
      c,
      { sql, timeout: timeout ?? DEFAULT_TIMEOUT, results, saved: savedIn(form) },
      status,
    )
  })

  app.get('/results/:run/:file', (c) => {
    const [, index, format] = /^(\d+)\.(csv|json)$/.exec(c.req.param('file')) ?? []
    const result = index && workbench.recent.result(c.req.param('run'), Number(index))
    if (!result) return c.notFound()
    c.header('Content-Disposition', `attachment; filename="result-${Number(index) + 1}.${format}"`)
    c.header('Content-Type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json')
    return c.body(format === 'csv' ? toCsv(result) : toJson(result))
  })

  app.post('/cancel', async (c) => {
    const isThere = await workbench.runner.cancel(c.var.form.get('run') ?? '')
    return c.redirect(isThere ? '/sql?done=cancelled' : '/sql', 303)
  })

  app.post('/save', async (c) => {
    const { form } = c.var
    const sql = asWritten(form.get('sql') ?? '')
    const name = (form.get('name') ?? '').trim()
    const before = savedIn(form)
    try {
      await saveQuery(folder, name, sql, before?.name === name ? before.version : null)
    } catch (error) {
      if (!(error instanceof SavedQueryError)) throw error
      const saved = before && { ...before, name }
      return page(c, { sql, problem: error.message, saved }, error.code === 'conflict' ? 409 : 422)
    }
    return c.redirect(`/sql?${new URLSearchParams({ query: name, done: 'saved' })}`, 303)
  })

  app.get('/delete', async (c) => {
    const { name, sql } = await readQuery(folder, c.req.query('name') ?? '')
    const body = deleteView(context, name, sql)
    return c.html(layout(context, { title: `Delete “${name}”?`, current: '/sql', body }))
  })

  app.post('/delete', async (c) => {
    await deleteQuery(folder, c.var.form.get('name') ?? '')
    return c.redirect('/sql?done=deleted', 303)
  })

  app.post('/forget', async (c) => {
    await history.clear()
    return c.redirect('/sql?done=forgotten', 303)
  })

  app.onError((error, c) => {
    if (!(error instanceof SavedQueryError)) throw error
    const body = html`<p>${error.message}</p>
      <p><a href="/sql">Back to SQL</a></p>`
    return c.html(layout(context, { title: 'Not found', current: '/sql', body }), 404)
  })
  return app
}

function savedIn(form: URLSearchParams): Pick<SavedQuery, 'name' | 'version'> | null {
  const [name, version] = [form.get('saved'), form.get('version')]
  return name === null || version === null ? null : { name, version }
}
