import { createRoute, z } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import { answers, createApiSection, done, doneSchema } from '../api'
import { wantedTraces } from './list'
import { metricSchema, summarySchema, traceSchema, type Traces } from './store'

const tags = ['Traces']

/** What apps' OpenTelemetry sent, for programs. */
export function createTracesApi(traces: Traces) {
  const app = createApiSection()
  app.openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags,
      summary: 'Recent traces, the newest first',
      request: {
        query: z.object({ q: z.string().optional().describe('Words in its name or its spans') }),
      },
      responses: answers(z.array(summarySchema)),
    }),
    (c) =>
      c.json(
        wantedTraces(traces, c.req.valid('query').q).map(({ spans: _, ...summary }) => summary),
        200,
      ),
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/metrics',
      tags,
      summary: 'The latest value of each metric',
      responses: answers(z.array(metricSchema)),
    }),
    (c) => c.json(traces.metrics(), 200),
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/{id}',
      tags,
      summary: 'A trace with its spans',
      request: { params: z.object({ id: z.string() }) },
      responses: answers(traceSchema, 404),
    }),
    (c) => {
      const trace = traces.find(c.req.valid('param').id)
      if (!trace) throw new HTTPException(404, { message: 'There is no such trace.' })
      return c.json(trace, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/',
      tags,
      summary: 'Forgets the traces and metrics',
      responses: answers(doneSchema, 401),
    }),
    (c) => done(c, traces.clear()),
  )
  return app
}
