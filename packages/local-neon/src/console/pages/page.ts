/** What all pages of the console have in common. */
import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { send } from '../../http/responses'
import { html, Markup } from '../../http/html'
import { services, type Faults } from '../../faults'
import { describeFault, serviceNames } from './fault-names'
import { SCRIPT, STYLE } from './style'

/** In one piece each, since the policy names the hashes of exactly these texts. */
const STYLE_ELEMENT = new Markup(`<style>${STYLE}</style>`)
const SCRIPT_ELEMENT = new Markup(`<script>${SCRIPT}</script>`)

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing is loaded, from nowhere; forms stay here; nobody frames the page. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  'img-src data:',
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const sections = [
  { path: '/', name: 'Connect' },
  { path: '/users', name: 'Users' },
  { path: '/mailbox', name: 'Mailbox' },
  { path: '/statements', name: 'SQL' },
  { path: '/auth', name: 'Auth' },
  { path: '/failures', name: 'Failures' },
]

export interface Page {
  /** The section that the page belongs to. */
  path: string
  title: string
  content: Markup
  status?: number
  /** What the last form did, to be said above the page. */
  done?: string | undefined
}

/** Answers with a page of the console. */
export function sendPage(response: ServerResponse, faults: Faults, page: Page): void {
  const { path, title, content, status = 200, done } = page
  const link = (section: (typeof sections)[number]) =>
    html`<li>
      <a href="${section.path}" ${section.path === path && CURRENT}>${section.name}</a>
    </li>`
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} · Neon on your machine</title>
        <link rel="icon" href="data:," />
        ${STYLE_ELEMENT}
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header class="bar">
          <div>
            <strong>Neon on your machine</strong>
            <nav aria-label="Console">
              <ul>
                ${sections.map(link)}
              </ul>
            </nav>
          </div>
        </header>
        <main id="content" tabindex="-1">
          ${done !== undefined && html`<div class="notice good" role="status"><p>${done}</p></div>`}
          ${faultNotice(faults)}
          <h1>${title}</h1>
          ${content}
        </main>
        ${SCRIPT_ELEMENT}
      </body>
    </html>`
  send(response, status, 'text/html; charset=utf-8', document.text, {
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    // Not `no-referrer`: with that the forms' own Origin header would be `null`.
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  })
}

const CURRENT = html`aria-current="page"`
const LARGE = html`class="code"`

/** A fault that was forgotten looks like a bug of the app, so every page says that there is one. */
function faultNotice(faults: Faults): Markup[] {
  return services.flatMap((service) => {
    const fault = faults.get(service)
    if (fault === null) return []
    return html`<div class="notice bad">
      <p><strong>${serviceNames[service]}:</strong> ${describeFault(fault)}</p>
      <form method="post" action="/failures">
        <input type="hidden" name="service" value="${service}" />
        <button class="quiet" name="kind" value="none">Lift it</button>
      </form>
    </div>`
  })
}

/** A text with a button that copies it, where there is JavaScript; `large` for a code to be typed. */
export function copyable(text: string, large = false): Markup {
  return html`<div class="copyable">
    <pre ${large && LARGE}>${text}</pre>
    <button type="button" class="copy quiet" hidden>Copy</button>
  </div>`
}

/** A moment in this machine's time, exact for programs. */
export function time(date: Date): Markup {
  const isToday = date.toDateString() === new Date().toDateString()
  const day = isToday ? '' : `${date.toLocaleDateString('en-CA')} `
  const clock = date.toLocaleTimeString('en-GB')
  return html`<time datetime="${date.toISOString()}">${day}${clock}</time>`
}

/** What a page says while it has nothing to show. */
export function emptyState(title: string, hint: string): Markup {
  return html`<div class="empty">
    <h2>${title}</h2>
    <p class="muted">${hint}</p>
  </div>`
}
