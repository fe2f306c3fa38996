import { createRoute, z } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import { answers, createApiSection, done, jsonBody } from '../api'
import { DEFAULT_TIMEOUT } from './editor-view'
import { entrySchema } from './history'
import { SHOWN } from './results-view'
import { KEPT, runSchema } from './run'
import { deleteQuery, listQueries, readQuery, saveQuery } from './saved-queries'
import type { Workbench } from './workbench'

const text = z.string()
const run = z.object({ ...runSchema.shape, plan: z.looseObject({}).nullable() }).openapi('Run')
const saved = z.object({ name: text, sql: text, version: text }).openapi('SavedQuery')
const isDone = z.object({ done: z.literal(true) })
const tags = ['SQL']

/** SQL for programs. */
export function createSqlApi(workbench: Workbench) {
  const { runner, history, queriesFolder: folder } = workbench
  const app = createApiSection()
  app.openapi(
    createRoute({
      method: 'post',
      path: '/',
      tags,
      summary: 'Run SQL on a connection of its own; what Postgres refuses is the `failure`',
      description:
        'Several statements are one transaction unless they have their own. `explain` runs one statement under EXPLAIN (ANALYZE, BUFFERS) and rolls it back.',
      request: {
        body: jsonBody(
          z.object({
            sql: text,
            mode: z.enum(['run', 'explain']).default('run'),
            id: text.min(1).max(100).optional().openapi({ description: 'To cancel it by.' }),
            timeout: z.int().min(1).max(3_600_000).default(DEFAULT_TIMEOUT),
            rows: z.int().min(0).max(KEPT.rows).default(SHOWN),
          }),
        ),
      },
      responses: answers(run, 400, 401, 409),
    }),
    async (c) => {
      const { sql, mode, timeout, rows, id = crypto.randomUUID() } = c.req.valid('json')
      const { signal } = c.req.raw
      const given = await workbench.run({ id, sql, mode, timeout, signal })
      const results = given.results.map((each) => ({ ...each, rows: each.rows.slice(0, rows) }))
      return c.json({ ...given, plan: given.plan && { ...given.plan }, results }, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/runs',
      tags,
      summary: 'What runs now',
      responses: answers(z.array(z.object({ id: text, sql: text, startedAt: z.date() }))),
    }),
    (c) => c.json(runner.running(), 200),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/runs/{id}/cancel',
      tags,
      summary: 'Cancel a run',
      request: { params: z.object({ id: text }) },
      responses: answers(isDone, 401, 404),
    }),
    async (c) => {
      if (await runner.cancel(c.req.valid('param').id)) return c.json({ done: true as const }, 200)
      throw new HTTPException(404, { message: 'It isn’t running.' })
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/history',
      tags,
      summary: 'What was run, the latest first',
      responses: answers(z.array(entrySchema)),
    }),
    async (c) => c.json(await history.list(), 200),
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/history',
      tags,
      summary: 'Forget what was run',
      responses: answers(isDone, 401),
    }),
    (c) => done(c, history.clear()),
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/queries',
      tags,
      summary: 'The names of the saved queries',
      responses: answers(z.array(text)),
    }),
    async (c) => c.json(await listQueries(folder), 200),
  )
  const named = { params: z.object({ name: text }) }
  app.openapi(
    createRoute({
      method: 'get',
      path: '/queries/{name}',
      tags,
      summary: 'A saved query',
      request: named,
      responses: answers(saved, 400, 404),
    }),
    async (c) => c.json(await readQuery(folder, c.req.valid('param').name), 200),
  )
  app.openapi(
    createRoute({
      method: 'put',
      path: '/queries/{name}',
      tags,
      summary: 'Save a query; `replaces` is the version to replace',
      request: {
        ...named,
        body: jsonBody(z.object({ sql: text, replaces: text.nullable().default(null) })),
      },
      responses: answers(saved, 400, 401, 404, 409),
    }),
    async (c) => {
      const { sql, replaces } = c.req.valid('json')
      const { name } = c.req.valid('param')
      return c.json(await saveQuery(folder, name, sql, replaces), 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/queries/{name}',
      tags,
      summary: 'Delete a saved query',
      request: named,
      responses: answers(isDone, 400, 401, 404),
    }),
    (c) => done(c, deleteQuery(folder, c.req.valid('param').name)),
  )
  return app
}
