import { createRoute, z } from '@hono/zod-openapi'
import { authRequestSchema } from '../../stats'
import { answers, createApiSection } from '../api'
import type { ConsoleContext } from '../context'
import { isWanted } from './pages'

const requestSchema = z.object(authRequestSchema.shape).openapi('AuthRequest')

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
