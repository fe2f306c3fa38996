import { createRoute, z } from '@hono/zod-openapi'
import { shapeSchema, snapshotSchema, statementSchema } from '../../stats'
import { answers, createApiSection, done, doneSchema, flag } from '../api'
import type { ConsoleContext } from '../context'
import { listShapes, listStatements } from './list'

const statement = z.object(statementSchema.shape).openapi('Statement')
const shape = z.object(shapeSchema.shape).openapi('Shape')
const snapshot = z.object({ ...snapshotSchema.shape, recent: z.array(statement) }).openapi('Stats')
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
      responses: answers(snapshot),
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
      responses: answers(z.array(statement)),
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
      responses: answers(z.array(shape)),
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
    (c) => done(c, stats.clearStatements()),
  )
  return app
}
