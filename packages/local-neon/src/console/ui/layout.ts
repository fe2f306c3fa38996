/** What all console pages have in common. */
import { services, type Faults } from '../../faults'
import type { ConsoleContext } from '../context'
import { describeFault, serviceNames } from '../faults/names'
import { html, type Html } from './html'
import { navigation } from './navigation'
import { CURRENT, postForm } from './parts'
import { staticUrl } from './static'

export interface Page {
  title: string
  /** The path of the page's section, as in the navigation; '' for none. */
  current: string
  body: Html
  /** Next to the title: a button, a switch. */
  actions?: Html | undefined
  /** What the last form did, shown above the page. */
  done?: string | undefined
}

/** The app's own mark. */
const LOGO = html`<svg aria-hidden="true" viewBox="0 0 24 24">
  <rect width="24" height="24" rx="6" />
  <path d="M8 18V6.75h8.5M8 12.25h6.5" />
</svg>`

/** A whole console page around its body. */
export function layout(
  context: ConsoleContext,
  { title, current, body, actions, done }: Page,
): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="token" content="${context.token}" />
        <title>${title} · Neon on your machine</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${staticUrl('console.css')}" />
        <script src="${staticUrl('console.js')}" type="module"></script>
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header class="bar">
          <a class="name" href="/">${LOGO}Neon on your machine</a>
          <button type="button" class="menu quiet" popovertarget="navigation">Menu</button>
        </header>
        <nav id="navigation" aria-label="Console" popover>
          ${navigation.map(
            ({ group, sections }) =>
              html`${group !== '' && html`<h2>${group}</h2>`}
                <ul>
                  ${sections.map(
                    ({ path, name }) =>
                      html`<li>
                        <a href="${path}" ${path === current && CURRENT}>${name}</a>
                      </li>`,
                  )}
                </ul>`,
          )}
        </nav>
        <main id="content" tabindex="-1">
          ${done !== undefined && html`<div class="notice good" role="status"><p>${done}</p></div>`}
          ${faultNotices(context, context.faults)}
          <div class="toolbar title">
            <h1>${title}</h1>
            ${actions}
          </div>
          ${body}
        </main>
      </body>
    </html>`
}

/** A forgotten fault looks like a bug in the app, so every page says there is one. */
function faultNotices(context: ConsoleContext, faults: Faults): Html[] {
  return services.flatMap((service) => {
    const fault = faults.get(service)
    if (fault === null) return []
    return html`<div class="notice bad">
      <p><strong>${serviceNames[service]}:</strong> ${describeFault(fault)}</p>
      ${postForm(
        context,
        '/faults',
        html`<input type="hidden" name="service" value="${service}" />
          <button class="quiet" name="kind" value="none">Lift it</button>`,
      )}
    </div>`
  })
}
