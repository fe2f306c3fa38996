import { createRoute, z } from '@hono/zod-openapi'
import { answers, createApiSection, dateTime } from '../api'
import type { ConsoleContext } from '../context'
import { isWanted } from './pages'

const requestSchema = z
  .object({
    id: z.number().int(),
    method: z.string(),
    path: z.string().describe('Below the base URL of Neon Auth, without its query'),
    status: z.number().int().nullable().describe('Null when there was no answer'),
    milliseconds: z.number(),
    origin: z.string().nullable(),
    at: dateTime,
  })
  .openapi('AuthRequest')

/** The requests to Neon Auth for programs. */
export function createRequestsApi({ stats }: ConsoleContext) {
  return createApiSection().openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags: ['Auth requests'],
      summary: 'Recent requests to Neon Auth, the newest first',
      request: {
        query: z.object({ q: z.string().optional().describe('Path, method or status') }),
      },
      responses: answers(z.array(requestSchema)),
    }),
    (c) => {
      const { q = '' } = c.req.valid('query')
      return c.json(
        stats.authRequests().filter((request) => isWanted(request, q)),
        200,
      )
    },
  )
}
