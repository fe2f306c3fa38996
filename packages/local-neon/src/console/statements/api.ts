import { createRoute, z } from '@hono/zod-openapi'
import { answers, createApiSection } from '../api'
import type { ConsoleContext } from '../context'

const count = z.number().int()
const statsSchema = z
  .object({
    sql: z.object({ requests: count, statements: count }),
    auth: z.object({ requests: count, byPath: z.record(z.string(), count) }),
    recent: z.array(
      z.object({
        text: z.string(),
        milliseconds: z.number(),
        rows: count.nullable(),
        transport: z.enum(['http', 'websocket', 'tcp']),
        at: z.date().openapi({ type: 'string', format: 'date-time' }),
      }),
    ),
  })
  .openapi('Stats')

/** The counters for programs. */
export function createStatsApi({ stats }: ConsoleContext) {
  return createApiSection().openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags: ['Statements'],
      summary: 'How much has been asked, and the latest statements',
      responses: answers(statsSchema),
    }),
    (c) => c.json(stats.snapshot(), 200),
  )
}
