/** The console: pages about this local Neon for people, and the same as JSON for programs. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { z } from 'zod'
import { refuseForeign, type Reach } from '../http/guard'
import { sendJson } from '../http/responses'
import { Problem } from '../problem'
import { createApi } from './api-root'
import { createBranches, createSnapshots } from './branches/pages'
import type { ConsoleContext, ConsoleEnv } from './context'
import { createFaults } from './faults/pages'
import { checkForm, limitBody } from './forms'
import { setHeaders } from './headers'
import { createMailbox } from './mailbox/pages'
import { createOverview } from './overview/pages'
import { createRequests } from './requests/pages'
import { createSettings } from './settings/pages'
import { createSql } from './sql/pages'
import { createWorkbench } from './sql/workbench'
import { createStatements } from './statements/pages'
import { createTables } from './tables/pages'
import { createTraces } from './traces/pages'
import { createReceiver } from './traces/receive'
import { Traces } from './traces/store'
import { html } from './ui/html'
import { layout } from './ui/layout'
import { createStatic } from './ui/static'
import { createUsers } from './users/pages'
import { createWebhooks } from './webhooks/pages'

export type { ConsoleContext } from './context'

/**
 * Makes the listener for the console's requests.
 * @param reach how this machine can be reached
 */
export function createConsole(context: ConsoleContext, reach: Reach = {}) {
  const app = createApp(context)
  const listener = getRequestListener((request) => app.fetch(request), {
    overrideGlobalObjects: false,
  })
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // Not even this machine's other pages may read or steer this one.
    const isOwnOrigin = (origin: string) => origin === `http://${request.headers.host}`
    const message = refuseForeign(request, { ...reach, isOwnOrigin, links: true })
    if (message !== null) {
      return sendJson(response, 403, { error: { code: 'forbidden', message } })
    }
    await listener(request, response)
  }
}

const titles: Partial<Record<number, string>> = { 403: 'Not allowed', 404: 'Not found' }

function createApp(context: ConsoleContext): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>()
  app.use(setHeaders)
  const workbench = createWorkbench(context)
  const traces = new Traces()
  app.route('/api', createApi(context, workbench, traces))
  app.route('/v1', createReceiver(traces))
  app.route('/static', createStatic())
  app.use(limitBody, checkForm(context))
  app.route('/', createOverview(context))
  app.route('/users', createUsers(context))
  app.route('/mailbox', createMailbox(context))
  app.route('/tables', createTables(context))
  app.route('/sql', createSql(context, workbench))
  app.route('/branches', createBranches(context))
  app.route('/snapshots', createSnapshots(context))
  app.route('/statements', createStatements(context))
  app.route('/requests', createRequests(context))
  app.route('/traces', createTraces(context, traces))
  app.route('/settings', createSettings(context))
  app.route('/webhooks', createWebhooks(context))
  app.route('/faults', createFaults(context))

  const fail = (title: string, text: string) =>
    layout(context, { title, current: '', body: html`<p>${text}</p>` })
  app.notFound((c) => c.html(fail('Page not found', 'Check the URL, or pick a page above.'), 404))
  app.onError((error, c) => {
    if (error instanceof HTTPException || error instanceof Problem) {
      return c.html(fail(titles[error.status] ?? 'That didn’t work', error.message), error.status)
    }
    if (!(error instanceof z.ZodError)) console.error('local Neon:', error)
    const text = 'The database didn’t return this page’s data.'
    return c.html(fail('That didn’t work', text), 500)
  })
  return app
}
