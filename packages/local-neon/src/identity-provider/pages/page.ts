import type { ServerResponse } from 'node:http'
import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { send } from '../../http/responses'
import { CONTENT_SECURITY_POLICY, STYLE } from './style'

/** In one piece, since the policy has the hash of exactly this text. */
const STYLE_ELEMENT = raw(`<style>${STYLE}</style>`)

/** Markup: everything put in is escaped, unless it was markup itself. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** Answers with a page of this title and body. */
export async function sendPage(
  res: ServerResponse,
  status: number,
  title: string,
  content: Html,
): Promise<void> {
  const page = await html`<!doctype html>
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
  send(res, status, 'text/html; charset=utf-8', page.toString(), {
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    // Not `no-referrer`: that would make the form's own Origin header `null`.
    'Referrer-Policy': 'same-origin',
  })
}

/** First on every page. */
export const LOCAL_NOTE = html`<p class="note">
  <strong>This page is local.</strong> It runs on your own machine, in place of the real provider.
  No real account is involved, no password is needed, and nothing leaves this computer.
</p>`

/** Says why a sign-in can’t continue: nothing may be sent to an address that isn't known to be the app's. */
export function sendErrorPage(
  res: ServerResponse,
  status: number,
  options: { heading: string; code: string; message: string },
): Promise<void> {
  const content = html`<h1>${options.heading}</h1>
    ${LOCAL_NOTE}
    <p>${options.message}</p>
    <p class="muted">
      Error: <code>${options.code}</code>. Go back to the app and start the sign-in again.
    </p>`
  return sendPage(res, status, options.heading, content)
}
