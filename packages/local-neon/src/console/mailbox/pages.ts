import { Hono } from 'hono'
import type { Mail } from '../../mailbox/mailbox'
import type { ConsoleContext, ConsoleEnv } from '../context'
import { html, type Html } from '../ui/html'
import { layout } from '../ui/layout'
import { copyable, emptyState, postForm, time } from '../ui/parts'

/** The mails that the cloud would have sent. */
export function createMailbox(context: ConsoleContext): Hono<ConsoleEnv> {
  const { mailbox } = context.auth
  const app = new Hono<ConsoleEnv>()
  const page = (title: string, body: Html, done?: string) =>
    layout(context, { title, current: '/mailbox', body, done })
  app.get('/', (c) => {
    const done = c.req.query('done') === 'deleted' ? 'All mails are deleted.' : undefined
    return c.html(page('Mailbox', mailboxView(context, mailbox.list()), done))
  })
  app.get('/:id', (c) => {
    const mail = mailbox.get(c.req.param('id'))
    return mail ? c.html(page(mail.subject, mailView(mail))) : c.notFound()
  })
  app.post('/clear', (c) => {
    mailbox.clear()
    return c.redirect('/mailbox?done=deleted', 303)
  })
  return app
}

/** All mails, the newest first. */
function mailboxView(context: ConsoleContext, mails: readonly Mail[]): Html {
  if (mails.length === 0) {
    return emptyState('No mail yet', 'What Neon Auth sends appears here instead of in an inbox.')
  }
  return html`<ul class="rows">
      ${mails.map(
        (mail) =>
          html`<li>
            <a href="/mailbox/${mail.id}"><bdi>${mail.subject}</bdi></a>
            ${mail.code !== undefined && html`<code class="badge">${mail.code}</code>`}
            <div class="meta"><bdi>${mail.to}</bdi>${time(mail.sentAt)}</div>
          </li>`,
      )}
    </ul>
    ${postForm(
      context,
      '/mailbox/clear',
      html`<button class="quiet">Delete all mails</button>`,
      'actions',
    )}`
}

/** One mail. Its text may come from anybody: it is shown as text, and only web addresses are links. */
function mailView(mail: Mail): Html {
  return html`<p class="muted">To <bdi>${mail.to}</bdi>, ${time(mail.sentAt)}</p>
    ${mail.code !== undefined && copyable(mail.code, true)}
    <article class="mail" aria-label="Text of the mail">
      <pre dir="auto">${withLinks(mail.text, mail.links)}</pre>
    </article>
    <p><a href="/mailbox">All mails</a></p>`
}

/** A text in which each of these addresses, in this order, is a link. */
function withLinks(text: string, links: readonly string[]): Html[] {
  const parts: Html[] = []
  let rest = text
  for (const link of links) {
    const at = rest.indexOf(link)
    if (at < 0 || !/^https?:\/\//.test(link)) continue
    parts.push(
      html`${rest.slice(0, at)}`,
      html`<a href="${link}" rel="noopener noreferrer">${link}</a>`,
    )
    rest = rest.slice(at + link.length)
  }
  return [...parts, html`${rest}`]
}
