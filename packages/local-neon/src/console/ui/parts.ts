/** The small pieces that pages are put together from. */
import type { ConsoleContext } from '../context'
import { html, type Html } from './html'

/** A form that changes something: it carries the token that changes need. */
export function postForm(
  { token }: Pick<ConsoleContext, 'token'>,
  action: string,
  content: Html,
  className = '',
): Html {
  return html`<form method="post" action="${action}" class="${className}">
    <input type="hidden" name="token" value="${token}" />
    ${content}
  </form>`
}

/** A text with a button that copies it, where there is JavaScript; `large` for a code to be typed. */
export function copyable(text: string, large = false): Html {
  return html`<div class="copyable">
    <pre ${large && html`class="code"`}>${text}</pre>
    <button type="button" class="copy quiet" hidden>Copy</button>
  </div>`
}

/** A moment in this machine's time, exact for programs. */
export function time(date: Date): Html {
  const isToday = date.toDateString() === new Date().toDateString()
  const day = isToday ? '' : `${date.toLocaleDateString('en-CA')} `
  const clock = date.toLocaleTimeString('en-GB')
  return html`<time datetime="${date.toISOString()}">${day}${clock}</time>`
}

/** What a page says while it has nothing to show. */
export function emptyState(title: string, hint: string): Html {
  return html`<div class="empty">
    <h2>${title}</h2>
    <p class="muted">${hint}</p>
  </div>`
}
