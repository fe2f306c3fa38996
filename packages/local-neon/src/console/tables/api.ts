import { createRoute, z } from '@hono/zod-openapi'
import { answers, createApiSection, jsonBody } from '../api'
import type { ConsoleContext } from '../context'
import { browse, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from './browse'
import { deleteRow, insertRow, updateRow } from './edit'
import { listRelations } from './relations'
import { readValue } from './row'
import { describe } from './structure'
import { keySchema, rowSchema, versionSchema } from './values'
import { readKey, readSelection } from './views/addresses'

const names = z.object({ schema: z.string(), name: z.string() })
const values = z
  .record(z.string(), z.union([z.string(), z.null(), z.strictObject({ default: z.literal(true) })]))
  .openapi({ description: 'By column: a text, NULL, or `{"default": true}`.' })
const row = z.object(rowSchema.shape).openapi('Row')
const rowPage = z
  .object({
    columns: z.array(z.object({ name: z.string(), type: z.string() })),
    rows: z.array(row),
    total: z.object({ count: z.number(), atLeast: z.boolean() }),
    next: z.string().nullable(),
    previous: z.string().nullable(),
  })
  .openapi('RowPage')
const list = z.union([z.string(), z.array(z.string())]).optional()

const tags = ['Tables']
const keyQuery = z.string().openapi({ description: 'The key of the row, as JSON.' })

/** Tables for programs. */
export function createTablesApi({ pool }: ConsoleContext) {
  const app = createApiSection()
  app.openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags,
      summary: 'All tables, views and their like',
      responses: answers(z.array(z.looseObject({ schema: z.string(), name: z.string() }))),
    }),
    async (c) => c.json(await listRelations(pool), 200),
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/{schema}/{name}',
      tags,
      summary: 'Columns, indexes, constraints, policies and triggers',
      request: { params: names },
      responses: answers(z.looseObject({ relation: z.looseObject({ name: z.string() }) }), 404),
    }),
    async (c) => {
      const { schema, name } = c.req.valid('param')
      return c.json(await describe(pool, schema, name), 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/{schema}/{name}/rows',
      tags,
      summary: 'A page of rows; filters are `column`, `operator` and `value`, each once per filter',
      request: {
        params: names,
        query: z.object({
          column: list,
          operator: list,
          value: list,
          sort: z.string().optional(),
          direction: z.enum(['asc', 'desc']).optional(),
          page: z.string().optional().openapi({ description: '`next` or `previous` of a page.' }),
          size: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
        }),
      },
      responses: answers(rowPage, 400, 404),
    }),
    async (c) => {
      const { schema, name } = c.req.valid('param')
      const { size } = c.req.valid('query')
      const selection = readSelection(new URL(c.req.url).searchParams)
      const page = await browse(pool, schema, name, { ...selection, size })
      const { relation, rows, total, next, previous } = page
      const columns = relation.columns.map((column) => ({ name: column.name, type: column.type }))
      return c.json({ columns, rows, total, next, previous }, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/{schema}/{name}/value',
      tags,
      summary: 'One whole value',
      request: { params: names, query: z.object({ key: keyQuery, column: z.string() }) },
      responses: answers(z.object({ value: z.string().nullable() }), 400, 404),
    }),
    async (c) => {
      const { schema, name } = c.req.valid('param')
      const query = c.req.valid('query')
      const value = await readValue(pool, schema, name, readKey(query.key), query.column)
      return c.json({ value }, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/{schema}/{name}/rows',
      tags,
      summary: 'Add a row',
      request: { params: names, body: jsonBody(z.object({ values })) },
      responses: answers(z.object({ key: keySchema.nullable() }), 400, 401, 404),
    }),
    async (c) => {
      const { schema, name } = c.req.valid('param')
      const body = c.req.valid('json')
      return c.json({ key: await insertRow(pool, schema, name, body.values) }, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'patch',
      path: '/{schema}/{name}/rows',
      tags,
      summary: 'Change a row that is still as it was read',
      request: {
        params: names,
        body: jsonBody(z.object({ key: keySchema, version: versionSchema, values })),
      },
      responses: answers(z.object({ key: keySchema }), 400, 401, 404, 409),
    }),
    async (c) => {
      const { schema, name } = c.req.valid('param')
      const body = c.req.valid('json')
      return c.json({ key: await updateRow(pool, schema, name, body, body.values) }, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/{schema}/{name}/rows',
      tags,
      summary: 'Delete a row that is still as it was read',
      request: { params: names, query: z.object({ key: keyQuery, version: versionSchema }) },
      responses: answers(z.object({ deleted: z.literal(true) }), 400, 401, 404, 409),
    }),
    async (c) => {
      const { schema, name } = c.req.valid('param')
      const query = c.req.valid('query')
      await deleteRow(pool, schema, name, { ...query, key: readKey(query.key) })
      return c.json({ deleted: true as const }, 200)
    },
  )
  return app
}
