import { Hono } from 'hono'
import type { AuthRequest } from '../../stats'
import type { ConsoleContext, ConsoleEnv } from '../context'
import { matches } from '../statements/filter'
import { html, type Html } from '../ui/html'
import { layout } from '../ui/layout'
import { filterForm, liveList, liveSwitch, time } from '../ui/parts'

/** The requests to Neon Auth. */
export function createRequests(context: ConsoleContext): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>().get('/', (c) => {
    const { q = '' } = c.req.query()
    const all = context.stats.authRequests()
    const body = html`<p class="muted">
        What apps and browsers ask Neon Auth, newest first. It’s at
        <code>${context.authUrl}</code>.
      </p>
      ${filterForm({
        action: '/requests',
        label: 'Filter requests',
        placeholder: 'Path, method or status',
        value: q,
      })}
      ${liveList(
        'request',
        'Requests from your app show up here.',
        all.filter((request) => isWanted(request, q)).map(item),
        all.length,
      )}`
    return c.html(
      layout(context, { title: 'Auth requests', current: '/requests', body, actions: liveSwitch }),
    )
  })
}

/** Whether a request matches a filter. */
export function isWanted({ method, path, status }: AuthRequest, q: string): boolean {
  return matches(`${method} ${path} ${status ?? 'no answer'}`, q)
}

function item({ id, method, path, status, milliseconds, origin, at }: AuthRequest): Html {
  return html`<li id="r${id}">
    <div class="line"><span class="badge">${method}</span> <code>${path}</code></div>
    <div class="meta number">
      ${
        status === null
          ? html`<span class="failed">no answer</span>`
          : html`<span class="${status >= 400 ? 'failed' : ''}">${status}</span>`
      }
      <span>${milliseconds.toFixed(1)} ms</span>
      <span>${origin?.replace('http://localhost', 'localhost') ?? ''}</span>
      ${time(at)}
    </div>
  </li>`
}
