/** The small pieces that make up pages. */
import type { ConsoleContext } from '../context'
import { html, type Html } from './html'

/** An attribute without a value. */
export const CHECKED = html`checked`
export const SELECTED = html`selected`
export const CURRENT = html`aria-current="page"`

/** A form that changes something, with the token that changes need. */
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

/** A button, and the dialog that asks once before what can't be undone. */
export function confirmation(
  context: Pick<ConsoleContext, 'token'>,
  options: {
    id: string
    button: string
    title: string
    /** What will be lost. */
    text: string
    action: string
    /** The label of its button. */
    confirm: string
    fields?: Html
    small?: boolean
  },
): Html {
  const { id, button, title, text, action, confirm, fields, small = false } = options
  return html`<button
      type="button"
      class="quiet ${small && 'small'}"
      command="show-modal"
      commandfor="${id}"
    >
      ${button}
    </button>
    <dialog id="${id}" aria-labelledby="${id}-title" aria-describedby="${id}-text">
      <h2 id="${id}-title">${title}</h2>
      <p id="${id}-text">${text}</p>
      ${postForm(
        context,
        action,
        html`${fields}
          <div class="actions">
            <button class="danger">${confirm}</button>
            <button type="button" class="quiet" command="close" commandfor="${id}">Cancel</button>
          </div>`,
      )}
    </dialog>`
}

/** A labelled field of one line, with its error. */
export function textField(options: {
  name: string
  label: string
  value?: string | undefined
  type?: string
  hint?: string
  error?: string | undefined
  autocomplete?: string
  /** More attributes of the input. */
  attributes?: Html
}): Html {
  const { name, label, value = '', type = 'text', hint, error, autocomplete = 'off' } = options
  const describedBy = [hint !== undefined && `${name}-hint`, error !== undefined && `${name}-error`]
    .filter((id) => id !== false)
    .join(' ')
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      value="${value}"
      autocomplete="${autocomplete}"
      ${options.attributes}
      ${describedBy !== '' && html`aria-describedby="${describedBy}"`}
      ${error !== undefined && html`aria-invalid="true" autofocus`}
    />
    ${hint !== undefined && html`<small id="${name}-hint">${hint}</small>`}
    ${error !== undefined && html`<p class="error" id="${name}-error">${error}</p>`}
  </div>`
}

/** The form above a list that narrows it down; its fields are in the page's URL. */
export function filterForm(options: {
  action: string
  label: string
  placeholder: string
  value: string | undefined
  /** More fields, after the one for the text. */
  more?: Html
}): Html {
  const { action, label, placeholder, value, more } = options
  return html`<form action="${action}" class="filter" role="search">
    <input
      type="search"
      name="q"
      value="${value}"
      placeholder="${placeholder}"
      aria-label="${label}"
      autocomplete="off"
      spellcheck="false"
    />
    ${more}
    <button class="quiet">Filter</button>
  </form>`
}

/** Links between the views of one page. */
export function tabs(
  label: string,
  links: { href: string; name: string; current: boolean }[],
): Html {
  return html`<nav class="tabs" aria-label="${label}">
    ${links.map(
      ({ href, name, current }) => html`<a href="${href}" ${current && CURRENT}>${name}</a>`,
    )}
  </nav>`
}

/** Says that the page updates itself, and lets you stop that; needs JavaScript. */
export const liveSwitch = html`<span class="live">
  <button type="button" class="quiet small" data-live-switch hidden aria-pressed="true">
    Live
  </button>
  <noscript><small>Reload for newer ones.</small></noscript>
</span>`

/** A text with a button that copies it, given JavaScript; `large` for a code to type. */
export function copyable(text: string, large = false): Html {
  return html`<div class="copyable">
    <pre ${large && html`class="code"`}>${text}</pre>
    <button type="button" class="copy quiet" hidden>Copy</button>
  </div>`
}

/** A time in this machine's zone, exact for programs and in its title. */
export function time(date: Date): Html {
  const isToday = date.toDateString() === new Date().toDateString()
  const day = date.toLocaleDateString('en-CA')
  const clock = date.toLocaleTimeString('en-GB')
  return html`<time datetime="${date.toISOString()}" title="${day} ${clock}"
    >${isToday ? clock : `${day} ${clock.slice(0, 5)}`}</time
  >`
}

/** `1 row`, `2 rows`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}

/** A list that updates itself; without items, it says whether there are any `nouns` to filter. */
export function liveList(noun: string, hint: string, items: Html[], total: number): Html {
  const none =
    total === 0
      ? emptyState(`No ${noun}s yet`, hint)
      : emptyState('Nothing to list', `No recent ${noun} matches the filter.`)
  return html`<ol class="rows lines" id="${noun}s" data-live>
      ${items}
    </ol>
    <div id="${noun}s-empty" data-live>${items.length === 0 && none}</div>`
}

/** What went wrong, above a page's content. */
export function problemNotice(text: string | undefined): Html | false {
  return text !== undefined && html`<div class="notice bad" role="alert"><p>${text}</p></div>`
}

/** What a page says if it has nothing to show. */
export function emptyState(title: string, hint: string | Html): Html {
  return html`<div class="empty">
    <h2>${title}</h2>
    <p class="muted">${hint}</p>
  </div>`
}
