import { Hono, type Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ConsoleContext, ConsoleEnv } from '../context'
import { html, type Html } from '../ui/html'
import { layout } from '../ui/layout'
import { browse } from './browse'
import { findRelation, requireRelation } from './columns'
import { deleteRow, insertRow, updateRow } from './edit'
import { TableError } from './errors'
import { listRelations } from './relations'
import { readValue, readWholeRow } from './row'
import {
  changesOf,
  LONGEST_EDITED,
  newFields,
  rowFields,
  submittedFields,
  withCurrent,
  type Field,
} from './row-form'
import { inTransaction } from './session'
import { describe } from './structure'
import { FOLD_AT } from './browse'
import { pathOf, readKey, readSelection } from './views/addresses'
import { titleOf } from './views/cell'
import { listView } from './views/list-view'
import { crumbs, deleteView, rowView } from './views/row-view'
import { refusedView, rowsView } from './views/rows-view'
import { structureView } from './views/structure-view'

/** What the forms did, by the word in the URL; only our own words are shown. */
const DONE: Partial<Record<string, string>> = {
  added: 'Row added.',
  saved: 'Row saved.',
  deleted: 'Row deleted.',
}

/** Tables: their rows, their structure, and a form for each row. */
export function createTables(context: ConsoleContext): Hono<ConsoleEnv> {
  const { pool } = context
  const app = new Hono<ConsoleEnv>()
  const page = (title: string, body: Html, done?: string) =>
    layout(context, { title, current: '/tables', body, done: DONE[done ?? ''] })
  const named = (c: Context) => ({
    schema: c.req.param('schema') ?? '',
    name: c.req.param('name') ?? '',
  })
  const queryOf = (c: Context) => new URL(c.req.url).searchParams
  const find = ({ schema, name }: { schema: string; name: string }) =>
    inTransaction(pool, 'read only', (query) => requireRelation(query, schema, name))

  app.onError((error, c) => {
    if (!(error instanceof TableError)) throw error
    const body = html`<p>${error.message}</p>
      <p><a href="/tables">All tables</a></p>`
    const title = error.code === 'not_found' ? 'Not found' : 'That didn’t work'
    return c.html(page(title, body), error.status)
  })

  app.get('/', async (c) => c.html(page('Tables', listView(await listRelations(pool)))))

  app.get('/:schema/:name', async (c) => {
    const { schema, name } = named(c)
    const query = queryOf(c)
    const show = (body: Html, status: ContentfulStatusCode = 200) =>
      c.html(page(titleOf({ schema, name }), body, query.get('done') ?? ''), status)
    const selection = readSelection(query)
    try {
      const rows = await browse(pool, schema, name, selection)
      return show(rowsView(rows, selection))
    } catch (error) {
      if (!(error instanceof TableError)) throw error
      const relation = await inTransaction(pool, 'read only', (ask) =>
        findRelation(ask, schema, name),
      )
      if (relation === null) throw error
      return show(refusedView(relation, selection, error.message), error.status)
    }
  })

  app.get('/:schema/:name/structure', async (c) => {
    const { schema, name } = named(c)
    const structure = await describe(pool, schema, name)
    return c.html(page(titleOf({ schema, name }), structureView(structure)))
  })

  app.get('/:schema/:name/value', async (c) => {
    const { schema, name } = named(c)
    const query = queryOf(c)
    const value = await readValue(
      pool,
      schema,
      name,
      readKey(query.get('key')),
      query.get('column') ?? '',
    )
    return c.text(value ?? '')
  })

  const formPage = (form: Parameters<typeof rowView>[1]) => {
    const title = titleOf(form.relation)
    const heading = form.row === null ? `Add a row to ${title}` : `Edit a row of ${title}`
    return page(heading, html`${crumbs(form.relation, title)} ${rowView(context, form)}`)
  }

  app.get('/:schema/:name/new', async (c) => {
    const relation = await find(named(c))
    return c.html(formPage({ relation, fields: newFields(relation), row: null }))
  })

  app.post('/:schema/:name/new', async (c) => {
    const { schema, name } = named(c)
    const relation = await find({ schema, name })
    const fields = submittedFields(newFields(relation), c.var.form)
    try {
      await insertRow(pool, schema, name, changesOf(fields, null))
    } catch (error) {
      if (!(error instanceof TableError)) throw error
      return c.html(formPage({ relation, row: null, ...blamed(fields, error) }), 422)
    }
    return c.redirect(`${pathOf(relation)}?done=added`, 303)
  })

  app.get('/:schema/:name/row', async (c) => {
    const { schema, name } = named(c)
    const key = readKey(queryOf(c).get('key'))
    const { relation, row } = await readWholeRow(pool, schema, name, key, LONGEST_EDITED)
    const fields = rowFields(relation, row)
    return c.html(formPage({ relation, fields, row: { key, version: row.version ?? '' } }))
  })

  app.post('/:schema/:name/row', async (c) => {
    const { schema, name } = named(c)
    const key = readKey(queryOf(c).get('key'))
    const version = c.var.form.get('version') ?? ''
    const found = await readWholeRow(pool, schema, name, key, LONGEST_EDITED).catch(
      (error: unknown) => {
        if (error instanceof TableError && error.code === 'not_found') return null
        throw error
      },
    )
    if (found === null) {
      // What was typed isn't lost with the row.
      const relation = await find({ schema, name })
      const fields = submittedFields(newFields(relation), c.var.form)
      const problem = 'Someone has deleted this row. You can add it again with these values.'
      return c.html(formPage({ relation, fields, row: null, problem }), 409)
    }
    const { relation, row } = found
    const current = rowFields(relation, row)
    const fields = submittedFields(current, c.var.form)
    try {
      await updateRow(pool, schema, name, { key, version }, changesOf(fields, current))
    } catch (error) {
      if (!(error instanceof TableError)) throw error
      const isConflict = error.code === 'conflict'
      // Both texts are kept: what was typed is in the form with the current text beside it, and saving
      // again replaces that.
      const shown = isConflict ? withCurrent(fields, current) : fields
      const seen = isConflict ? (row.version ?? '') : version
      const form = formPage({ relation, row: { key, version: seen }, ...blamed(shown, error) })
      return c.html(form, isConflict ? 409 : 422)
    }
    return c.redirect(`${pathOf(relation)}?done=saved`, 303)
  })

  app.get('/:schema/:name/delete', async (c) => {
    const { schema, name } = named(c)
    const key = readKey(queryOf(c).get('key'))
    const { relation, row } = await readWholeRow(pool, schema, name, key, FOLD_AT)
    const body = deleteView(context, relation, row, row.version ?? '')
    return c.html(page('Delete this row?', html`${crumbs(relation, titleOf(relation))} ${body}`))
  })

  app.post('/:schema/:name/delete', async (c) => {
    const { schema, name } = named(c)
    const key = readKey(queryOf(c).get('key'))
    try {
      await deleteRow(pool, schema, name, { key, version: c.var.form.get('version') ?? '' })
    } catch (error) {
      if (!(error instanceof TableError) || error.code === 'not_found') throw error
      const { relation, row } = await readWholeRow(pool, schema, name, key, FOLD_AT)
      const body = deleteView(context, relation, row, row.version ?? '', error.message)
      const whole = html`${crumbs(relation, titleOf(relation))} ${body}`
      return c.html(page('Delete this row?', whole), error.status)
    }
    return c.redirect(`${pathOf({ schema, name })}?done=deleted`, 303)
  })

  return app
}

/** The refusal at its field, or above all fields. */
function blamed(
  fields: readonly Field[],
  error: TableError,
): { fields: Field[]; problem?: string } {
  const isOne = fields.some((field) => field.column.name === error.column)
  if (!isOne) return { fields: [...fields], problem: error.message }
  const at = (field: Field) => (field.column.name === error.column ? { error: error.message } : {})
  return { fields: fields.map((field) => ({ ...field, ...at(field) })) }
}
