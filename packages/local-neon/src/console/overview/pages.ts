import { Hono } from 'hono'
import type { StatsSnapshot } from '../../stats'
import type { Addresses, ConsoleContext, ConsoleEnv } from '../context'
import { html, type Html } from '../ui/html'
import { layout } from '../ui/layout'
import { copyable } from '../ui/parts'

/** The first page: how to reach this local Neon, and what it has been asked so far. */
export function createOverview(context: ConsoleContext): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>().get('/', (c) => {
    const mails = context.auth.mailbox.list().length
    const body = overview(context, context.stats.snapshot(), mails)
    return c.html(layout(context, { title: 'Overview', current: '/', body }))
  })
}

function overview(addresses: Addresses, stats: StatsSnapshot, mails: number): Html {
  const { databaseUrl, databaseUrlUnpooled, authUrl, jwksUrl } = addresses
  const counters = [
    ['SQL statements', stats.sql.statements],
    ['SQL over HTTP requests', stats.sql.requests],
    ['Auth requests', stats.auth.requests],
    ['Mails', mails],
  ] as const
  const environment = [
    `DATABASE_URL=${databaseUrl}`,
    `DATABASE_URL_UNPOOLED=${databaseUrlUnpooled}`,
    `NEON_AUTH_BASE_URL=${authUrl}`,
    `NEON_AUTH_JWKS_URL=${jwksUrl}`,
  ].join('\n')
  const paths = Object.entries(stats.auth.byPath).sort(([, one], [, other]) => other - one)

  return html`<p class="muted">
      Postgres, Neon’s drivers and Neon Auth on this computer. Nothing here leaves it.
    </p>
    <dl class="counters">
      ${counters.map(
        ([name, count]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${count}</dd>
          </div>`,
      )}
    </dl>
    <h2>Environment</h2>
    ${copyable(environment)}
    <h2>Neon’s driver over HTTP</h2>
    ${copyable(`import { neon, neonConfig } from '@neondatabase/serverless'

neonConfig.fetchEndpoint = (host, port) => \`http://\${host}:\${port}/sql\`
const sql = neon('${databaseUrl}')`)}
    <h2>Neon’s driver over WebSockets</h2>
    ${copyable(`import { neonConfig, Pool } from '@neondatabase/serverless'

neonConfig.wsProxy = (host, port) => \`\${host}:\${port}/v2\`
neonConfig.useSecureWebSocket = false
const pool = new Pool({ connectionString: '${databaseUrl}' })`)}
    <h2>node-postgres</h2>
    ${copyable(`import { Pool } from 'pg'

const pool = new Pool({ connectionString: '${databaseUrlUnpooled}' })`)}
    <h2>postgres.js</h2>
    ${copyable(`import postgres from 'postgres'

const sql = postgres('${databaseUrlUnpooled}')`)}
    <h2>psql and other tools</h2>
    ${copyable(`psql '${databaseUrlUnpooled}'`)}
    ${
      paths.length > 0 &&
      html`<h2>Requests to Neon Auth</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">Path</th>
              <th scope="col" class="end">Requests</th>
            </tr>
          </thead>
          <tbody>
            ${paths.map(
              ([path, count]) =>
                html`<tr>
                  <td><code>${path}</code></td>
                  <td class="end number">${count}</td>
                </tr>`,
            )}
          </tbody>
        </table>`
    }
    <h2>For programs</h2>
    <p class="muted">
      What these pages show, they also give as JSON. <a href="/api">/api</a> describes it (OpenAPI
      3.1).
    </p>`
}
