import { createRoute, z } from '@hono/zod-openapi'
import { answers, createApiSection, dateTime, doneSchema, flag } from '../api'
import type { ConsoleContext } from '../context'
import { listShapes, listStatements } from './list'

const count = z.number().int()
const statementSchema = z
  .object({
    id: count,
    text: z.string(),
    parameters: z.array(z.string().nullable()),
    milliseconds: z.number(),
    rows: count.nullable().describe('Rows given or changed; null when it failed'),
    error: z.string().nullable(),
    transport: z.enum(['http', 'websocket', 'tcp']),
    at: dateTime,
    shape: z.string().describe('The id of its shape'),
    quiet: z.boolean(),
  })
  .openapi('Statement')

const shapeSchema = z
  .object({
    id: z.string(),
    text: z.string(),
    quiet: z.boolean(),
    calls: count,
    failures: count,
    rows: count,
    totalMilliseconds: z.number(),
    maxMilliseconds: z.number(),
    lastAt: dateTime,
  })
  .openapi('Shape')

const statsSchema = z
  .object({
    sql: z.object({ requests: count, statements: count }),
    auth: z.object({ requests: count, byPath: z.record(z.string(), count) }),
    recent: z.array(statementSchema),
  })
  .openapi('Stats')

const tags = ['Statements']
const q = z.string().optional().describe('Words to find; those with a minus to exclude')

/** The counters for programs. */
export function createStatsApi({ stats }: ConsoleContext) {
  return createApiSection().openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags,
      summary: 'Counts since the start, and the recent statements',
      responses: answers(statsSchema),
    }),
    (c) => c.json(stats.snapshot(), 200),
  )
}

/** Statements and their shapes for programs. */
export function createStatementsApi({ stats }: ConsoleContext) {
  const app = createApiSection()
  app.openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags,
      summary: 'Recent statements, the newest first',
      request: {
        query: z.object({ q, shape: z.string().optional(), failed: flag, quiet: flag }),
      },
      responses: answers(z.array(statementSchema)),
    }),
    (c) => c.json(listStatements(stats, c.req.valid('query')), 200),
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/shapes',
      tags,
      summary: 'Statements that differ only in their values, the costliest first',
      request: { query: z.object({ q }) },
      responses: answers(z.array(shapeSchema)),
    }),
    (c) => c.json(listShapes(stats, c.req.valid('query')), 200),
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/',
      tags,
      summary: 'Forgets the recent statements and the shapes',
      responses: answers(doneSchema, 401),
    }),
    (c) => {
      stats.clearStatements()
      return c.json({ done: true }, 200)
    },
  )
  return app
}
