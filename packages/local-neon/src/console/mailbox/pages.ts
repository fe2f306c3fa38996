import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ConsoleContext, ConsoleEnv } from '../context'
import type { Html } from '../ui/html'
import { layout } from '../ui/layout'
import { liveSwitch } from '../ui/parts'
import { mailboxActions, mailboxView, mailView, type MailView } from './views'

/** What the pages say after a form. */
const DONE: Partial<Record<string, string>> = {
  deleted: 'All emails deleted.',
  'deleted-one': 'Email deleted.',
}

/** The emails the cloud would have sent. */
export function createMailbox(context: ConsoleContext): Hono<ConsoleEnv> {
  const { mailbox } = context.auth
  const app = new Hono<ConsoleEnv>()
  const page = (title: string, body: Html, actions?: Html, done?: string) =>
    layout(context, { title, current: '/mailbox', body, actions, done })
  const find = (id: string) => {
    const mail = mailbox.get(id)
    if (!mail) throw new HTTPException(404, { message: 'There’s no such email.' })
    return mail
  }

  app.get('/', (c) => {
    const to = c.req.query('to') || undefined
    const body = mailboxView(mailbox.list(), to)
    const actions = mailbox.list().length > 0 ? mailboxActions(context, to) : liveSwitch
    return c.html(page('Mailbox', body, actions, DONE[c.req.query('done') ?? '']))
  })
  app.get('/:id', (c) => {
    const mail = find(c.req.param('id'))
    const wanted = c.req.query('view')
    const view: MailView = wanted === 'text' || wanted === 'source' ? wanted : 'rendered'
    return c.html(page(mail.subject, mailView(context, mail, view)))
  })
  app.get('/:id/html', (c) => {
    const { html = '' } = find(c.req.param('id'))
    return c.html(`<!doctype html><base target="_blank">${html}`)
  })
  app.post('/clear', (c) => {
    mailbox.clear(c.var.form.get('to') || undefined)
    return c.redirect('/mailbox?done=deleted', 303)
  })
  app.post('/:id/delete', (c) => {
    mailbox.delete(find(c.req.param('id')).id)
    return c.redirect('/mailbox?done=deleted-one', 303)
  })
  return app
}
