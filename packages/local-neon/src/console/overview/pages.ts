import { Hono } from 'hono'
import type { Addresses, ConsoleContext, ConsoleEnv } from '../context'
import { html, type Html } from '../ui/html'
import { layout } from '../ui/layout'
import { copyable } from '../ui/parts'
import { snippets } from './snippets'

/** The first page: how to reach this local Neon, and how much it was asked so far. */
export function createOverview(context: ConsoleContext): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>().get('/', (c) => {
    const body = html`<p class="lead">
        Postgres, Neon’s drivers and Neon Auth on this computer. Nothing here leaves it.
      </p>
      ${counters(context)} ${connect(context)}
      <h2>For programs</h2>
      <p class="muted">
        Tests and coding agents can get everything here as JSON, and change it with this local
        Neon’s token. <a href="/api">/api</a> describes it (OpenAPI 3.1).
      </p>`
    return c.html(layout(context, { title: 'Overview', current: '/', body }))
  })
}

function counters({ stats, auth }: ConsoleContext): Html {
  const { sql, auth: authRequests } = stats.snapshot()
  const cards = [
    { href: '/statements', name: 'SQL statements', number: sql.statements },
    { href: '/requests', name: 'Auth requests', number: authRequests.requests },
    { href: '/mailbox', name: 'Emails', number: auth.mailbox.list().length },
  ]
  return html`<ul class="counters" id="counters" data-live>
    ${cards.map(
      ({ href, name, number }) =>
        html`<li id="count-${href.slice(1)}">
          <a href="${href}">
            <span>${name}</span>
            <strong class="number">${number.toLocaleString('en')}</strong>
          </a>
        </li>`,
    )}
  </ul>`
}

function connect(addresses: Addresses): Html {
  const { databaseUrl, databaseUrlUnpooled, authUrl, jwksUrl } = addresses
  const environment = [
    `DATABASE_URL=${databaseUrl}`,
    `DATABASE_URL_UNPOOLED=${databaseUrlUnpooled}`,
    `NEON_AUTH_BASE_URL=${authUrl}`,
    `NEON_AUTH_JWKS_URL=${jwksUrl}`,
  ].join('\n')
  return html`<h2>Environment</h2>
    <p class="muted">
      Put these into your app’s .env.local. The names are the ones Neon’s own CLI uses.
    </p>
    ${copyable(environment)}
    <h2>Connect</h2>
    <div class="folds">
      ${snippets(addresses).map(
        ({ name, code }, index) =>
          html`<details name="connect" ${index === 0 && html`open`}>
            <summary>${name}</summary>
            ${copyable(code)}
          </details>`,
      )}
    </div>`
}
