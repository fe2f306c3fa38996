import type { ServerResponse } from 'node:http'
import { html, Markup } from '../../http/html'
import { send } from '../../http/responses'
import { CONTENT_SECURITY_POLICY, STYLE } from './style'

/** In one piece, since the policy names the hash of exactly this text. */
const STYLE_ELEMENT = new Markup(`<style>${STYLE}</style>`)

/** Answers with a page of this title and content. */
export function sendPage(
  res: ServerResponse,
  status: number,
  title: string,
  content: Markup,
): void {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${STYLE_ELEMENT}
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html> `
  send(res, status, 'text/html; charset=utf-8', page.text, {
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    // Not `no-referrer`: with that the form's own Origin header would be `null`.
    'Referrer-Policy': 'same-origin',
  })
}

/** What every page says first. */
export const LOCAL_NOTE = html`<p class="note">
  <strong>This page is local.</strong> It runs on your own machine, in place of the real provider.
  No real account is involved, no password is needed, and nothing leaves this computer.
</p>`

/** Says why a sign-in cannot go on: nothing may be sent back to an address that is not known to be the app's. */
export function sendErrorPage(
  res: ServerResponse,
  status: number,
  options: { heading: string; code: string; message: string },
): void {
  const content = html`<h1>${options.heading}</h1>
    ${LOCAL_NOTE}
    <p>${options.message}</p>
    <p class="muted">
      Error: <code>${options.code}</code>. Go back to the app and start the sign-in again.
    </p>`
  sendPage(res, status, options.heading, content)
}
