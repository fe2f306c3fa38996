/** The console: pages about this local Neon for people, and the same as JSON for programs. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Pool } from 'pg'
import { z } from 'zod'
import type { AuthServer } from '../auth/server'
import type { Faults } from '../faults'
import { readForm, RequestError, requestUrl } from '../http/requests'
import { redirect, sendJson } from '../http/responses'
import { html } from '../http/html'
import type { Stats } from '../stats'
import { currentFaults, postFaults, submitFailure } from './faults'
import { connectPage, type Addresses } from './pages/connect-page'
import { failuresPage } from './pages/failures-page'
import { mailboxPage, mailPage } from './pages/mailbox-pages'
import { sendPage, type Page } from './pages/page'
import { settingsPage } from './pages/settings-page'
import { statementsPage } from './pages/statements-page'
import { usersPage } from './pages/users-page'
import { parseSettings } from './settings-form'
import { listUsers } from './users'

export interface ConsoleOptions extends Addresses {
  /** Connections within this process, for the users. */
  pool: Pool
  auth: Pick<AuthServer, 'settings' | 'mailbox'>
  stats: Stats
  faults: Faults
}

const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/** What the pages say after a form, by the word in their address; nobody else's words are shown. */
const DONE: Partial<Record<string, string>> = {
  applied: 'Applied.',
  saved: 'The settings are saved.',
  deleted: 'All mails are deleted.',
}

/** Makes the listener of the console's requests. */
export function createConsole(options: ConsoleOptions) {
  const { stats, faults } = options
  const { settings, mailbox } = options.auth

  const showPage = (response: ServerResponse, page: Page) => sendPage(response, faults, page)

  async function get(url: URL, response: ServerResponse): Promise<void> {
    const done = DONE[url.searchParams.get('done') ?? '']
    const path = url.pathname
    switch (path) {
      case '/stats':
        return sendJson(response, 200, stats.snapshot())
      case '/faults':
        return sendJson(response, 200, currentFaults(faults))
      case '/mailbox.json':
        return sendJson(response, 200, mailbox.list())
      case '/': {
        const content = connectPage(options, stats.snapshot(), mailbox.list().length)
        return showPage(response, { path, title: 'Connect', content })
      }
      case '/users': {
        const content = usersPage(await listUsers(options.pool))
        return showPage(response, { path, title: 'Users', content })
      }
      case '/mailbox': {
        const content = mailboxPage(mailbox.list())
        return showPage(response, { path, title: 'Mailbox', content, done })
      }
      case '/statements': {
        const content = statementsPage(stats.snapshot().recent)
        return showPage(response, { path, title: 'SQL', content })
      }
      case '/auth': {
        const content = settingsPage(await settings.get())
        return showPage(response, { path, title: 'Auth settings', content, done })
      }
      case '/failures': {
        const content = failuresPage(faults)
        return showPage(response, { path, title: 'Failures', content, done })
      }
    }
    const mail = path.startsWith('/mailbox/') && mailbox.get(path.slice('/mailbox/'.length))
    if (!mail) throw new RequestError(404, 'There is nothing at this address.')
    showPage(response, { path: '/mailbox', title: mail.subject, content: mailPage(mail) })
  }

  async function post(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (url.pathname === '/faults') return postFaults(request, response, faults)
    if (!['/failures', '/auth', '/mailbox/clear'].includes(url.pathname)) {
      throw new RequestError(404, 'There is nothing at this address.')
    }
    // Programs have JSON; a form comes from a browser, and browsers name its origin.
    if (request.headers.origin === undefined) throw new RequestError(403, 'Send an Origin.')
    const form = await readForm(request)
    if (url.pathname === '/mailbox/clear') {
      mailbox.clear()
      return redirect(response, '/mailbox?done=deleted')
    }
    if (url.pathname === '/failures') {
      const problem = submitFailure(form, faults)
      if (problem === null) return redirect(response, '/failures?done=applied')
      const content = failuresPage(faults, problem)
      return showPage(response, { path: '/failures', title: 'Failures', content, status: 422 })
    }
    const submitted = parseSettings(form)
    if ('settings' in submitted) {
      await settings.set(submitted.settings)
      return redirect(response, '/auth?done=saved')
    }
    const content = settingsPage(submitted.values, submitted.errors)
    showPage(response, { path: '/auth', title: 'Auth settings', content, status: 422 })
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // A page on the internet must not read or steer this one, by a name that it points here
    // (DNS rebinding) or by a form of its own.
    const host = request.headers.host ?? ''
    const { origin } = request.headers
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const isOwnOrigin = origin === undefined || origin === `http://${host}`
    if (!LOOPBACK_HOST.test(host) || (!isRead && !isOwnOrigin)) {
      return sendJson(response, 403, { error: 'forbidden' })
    }
    const url = requestUrl(request)
    try {
      if (isRead) await get(url, response)
      else if (request.method === 'POST') await post(url, request, response)
      else throw new RequestError(405, 'Send GET or POST.')
    } catch (error) {
      const isKnown = error instanceof RequestError
      if (!isKnown && !(error instanceof z.ZodError)) console.error('local Neon:', error)
      const status = isKnown ? error.status : 500
      const title = status === 404 ? 'Not found' : 'This did not work'
      const text = isKnown ? error.message : 'The database did not give what this page shows.'
      showPage(response, { path: '', title, content: html`<p>${text}</p>`, status })
    }
  }
}
