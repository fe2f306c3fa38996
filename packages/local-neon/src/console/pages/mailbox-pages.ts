import { html, type Markup } from '../../http/html'
import type { Mail } from '../../mailbox/mailbox'
import { copyable, emptyState, time } from './page'

/** All mails, the newest first. */
export function mailboxPage(mails: readonly Mail[]): Markup {
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
    <form method="post" action="/mailbox/clear" class="actions">
      <button class="quiet">Delete all mails</button>
    </form>`
}

/** One mail. Its text may come from anybody: it is shown as text, and only web addresses are links. */
export function mailPage(mail: Mail): Markup {
  return html`<p class="muted">To <bdi>${mail.to}</bdi>, ${time(mail.sentAt)}</p>
    ${mail.code !== undefined && copyable(mail.code, true)}
    <article class="mail" aria-label="Text of the mail">
      <pre dir="auto">${withLinks(mail.text, mail.links)}</pre>
    </article>
    <p><a href="/mailbox">All mails</a></p>`
}

/** A text in which each of these addresses, in this order, is a link. */
function withLinks(text: string, links: readonly string[]): Markup[] {
  const parts: Markup[] = []
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
