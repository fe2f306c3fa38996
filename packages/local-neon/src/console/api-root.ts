import { OpenAPIHono } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import { Problem } from '../problem'
import { refusal } from './api'
import {
  createBranchesApi,
  createExportApi,
  createImportApi,
  createSnapshotsApi,
} from './branches/api'
import type { ConsoleContext, ConsoleEnv } from './context'
import { createFaultsApi } from './faults/api'
import { isToken, limitBody } from './forms'
import { createMailboxApi } from './mailbox/api'
import { createRequestsApi } from './requests/api'
import { createReseedApi, createSettingsApi } from './settings/api'
import { createStatementsApi, createStatsApi } from './statements/api'
import { createUsersApi } from './users/api'
import { createWebhooksApi } from './webhooks/api'
import { createSqlApi } from './sql/api'
import type { Workbench } from './sql/workbench'
import { createTablesApi } from './tables/api'
import { createTracesApi } from './traces/api'
import type { Traces } from './traces/store'

/** The console's JSON, and its OpenAPI 3.1 description at `/api`. */
export function createApi(
  context: ConsoleContext,
  workbench: Workbench,
  traces: Traces,
): OpenAPIHono<ConsoleEnv> {
  const app = new OpenAPIHono<ConsoleEnv>()
  app.use(async (c, next) => {
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
    const token = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    if (!isRead && !isToken(token, context)) {
      const message = 'Send `Authorization: Bearer <token>`, with the token of this local Neon.'
      return c.json(refusal('token_required', message), 401)
    }
    return next()
  })
  app.use(limitBody)
  app.route('/stats', createStatsApi(context))
  app.route('/statements', createStatementsApi(context))
  app.route('/auth-requests', createRequestsApi(context))
  app.route('/users', createUsersApi(context))
  app.route('/settings', createSettingsApi(context))
  app.route('/reseed', createReseedApi(context))
  app.route('/mails', createMailboxApi(context))
  app.route('/branches', createBranchesApi(context))
  app.route('/snapshots', createSnapshotsApi(context))
  app.route('/export', createExportApi(context))
  app.route('/import', createImportApi(context))
  app.route('/faults', createFaultsApi(context))
  app.route('/webhooks', createWebhooksApi(context))
  app.route('/tables', createTablesApi(context))
  app.route('/sql', createSqlApi(workbench))
  app.route('/traces', createTracesApi(traces))

  app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: '`token` in `state.json` of the data folder, or `token` of `startLocalNeon`.',
  })
  app.doc31('/', {
    openapi: '3.1.0',
    info: { title: 'Local Neon', version: '1', description: 'What the console shows, as JSON.' },
    servers: [{ url: '/api' }],
    security: [{ token: [] }],
  })
  app.all('/*', (c) => c.json(refusal('not_found', 'Not found.'), 404))
  app.onError((error, c) => {
    if (error instanceof HTTPException || error instanceof Problem) {
      return c.json(refusal(codes[error.status] ?? 'refused', error.message), error.status)
    }
    console.error('local Neon:', error)
    return c.json(refusal('internal', 'That didn’t work; see the log.'), 500)
  })
  return app
}

const codes: Partial<Record<number, string>> = {
  400: 'invalid_request',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
}
