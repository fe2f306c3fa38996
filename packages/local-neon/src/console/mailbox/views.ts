import type { Mail } from '../../mailbox/mailbox'
import type { ConsoleContext } from '../context'
import { html, type Html } from '../ui/html'
import { confirmation, copyable, emptyState, liveSwitch, postForm, tabs, time } from '../ui/parts'

/** Next to the mailbox's title: a button that deletes all emails, or one recipient's. */
export function mailboxActions(context: ConsoleContext, to: string | undefined): Html {
  return html`${liveSwitch}
  ${confirmation(context, {
    id: 'clear',
    button: 'Delete all…',
    title: to === undefined ? 'Delete all emails?' : `Delete all emails to ${to}?`,
    text: 'Their codes and links go too.',
    action: '/mailbox/clear',
    confirm: 'Delete all emails',
    small: true,
    ...(to !== undefined && { fields: html`<input type="hidden" name="to" value="${to}" />` }),
  })}`
}

/** All emails, or those to one address, newest first. */
export function mailboxView(all: readonly Mail[], to: string | undefined): Html {
  const mails = all.filter((mail) => to === undefined || mail.to === to)
  const recipients = [...new Set(all.map((mail) => mail.to))]
  return html`<p class="muted">
      What Neon Auth would send, kept here. Nothing leaves this computer.
    </p>
    <form action="/mailbox" class="filter" role="search">
      <input
        type="search"
        name="to"
        value="${to}"
        placeholder="Recipient’s email"
        aria-label="Recipient"
        list="recipients"
        autocomplete="off"
        spellcheck="false"
      />
      <datalist id="recipients">
        ${recipients.map((recipient) => html`<option value="${recipient}"></option>`)}
      </datalist>
      <button class="quiet">Filter</button>
    </form>
    <ul class="rows" id="mails" data-live>
      ${mails.map(mailItem)}
    </ul>
    <div id="mails-empty" data-live>
      ${
        mails.length === 0 &&
        (all.length === 0
          ? emptyState(
              'No emails yet',
              'Emails from Neon Auth show up here instead of in an inbox.',
            )
          : emptyState('Nothing to this address', 'Choose another recipient, or none.'))
      }
    </div>`
}

function mailItem(mail: Mail): Html {
  return html`<li class="user" id="m${mail.id}">
    <div>
      <a href="/mailbox/${mail.id}"><bdi>${mail.subject}</bdi></a>
      ${mail.code !== undefined && html`<code class="badge">${mail.code}</code>`}
      <div class="meta">
        <a href="/mailbox?to=${encodeURIComponent(mail.to)}"><bdi>${mail.to}</bdi></a>
      </div>
    </div>
    <div class="meta number">${time(mail.sentAt)}</div>
  </li>`
}

export type MailView = 'rendered' | 'text' | 'source'

/** One email. Its text may come from anyone: it's shown as text, and only web URLs are links. */
export function mailView(context: ConsoleContext, mail: Mail, wanted: MailView): Html {
  const view = mail.html === undefined && wanted === 'rendered' ? 'text' : wanted
  const link = (name: string, key: MailView) => ({
    href: `/mailbox/${mail.id}?view=${key}`,
    name,
    current: view === key,
  })
  return html`<p class="muted">
      To <a href="/mailbox?to=${encodeURIComponent(mail.to)}"><bdi>${mail.to}</bdi></a
      >, ${time(mail.sentAt)}
    </p>
    ${mail.code !== undefined && copyable(mail.code, true)}
    <div class="toolbar">
      ${tabs('Views', [
        ...(mail.html === undefined ? [] : [link('Rendered', 'rendered')]),
        link('Text', 'text'),
        link('Source', 'source'),
      ])}
    </div>
    ${
      view === 'rendered'
        ? html`<iframe
            class="mail"
            src="/mailbox/${mail.id}/html"
            title="The email"
            sandbox="allow-popups allow-popups-to-escape-sandbox"
          ></iframe>`
        : view === 'source'
          ? html`<article class="mail" aria-label="Source of the email">
              <pre dir="ltr"><code>${source(mail)}</code></pre>
            </article>`
          : html`<article class="mail" aria-label="Text of the email">
              <pre dir="auto">${withLinks(mail.text, mail.links)}</pre>
            </article>`
    }
    <div class="actions">
      <a class="button quiet" href="/mailbox">All mails</a>
      ${postForm(context, `/mailbox/${mail.id}/delete`, html`<button class="quiet">Delete</button>`)}
    </div>`
}

/** An email's parts, one below the other. */
function source({ to, subject, sentAt, text, html: markup }: Mail): string {
  const head = `To: ${to}\nSubject: ${subject}\nDate: ${sentAt.toUTCString()}\n`
  const plain = `Content-Type: text/plain; charset=utf-8\n\n${text.trimEnd()}\n`
  return markup === undefined
    ? `${head}${plain}`
    : `${head}\n${plain}\nContent-Type: text/html; charset=utf-8\n\n${markup.trimEnd()}\n`
}

/** A text with each of these URLs, in this order, as a link. */
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
