import { Hono } from 'hono'
import type { ConsoleContext, ConsoleEnv } from '../context'
import { html, type Html } from '../ui/html'
import { layout } from '../ui/layout'
import { emptyState, time } from '../ui/parts'
import { listUsers, type UserList } from './list'

/** The users of Neon Auth and their sessions. */
export function createUsers(context: ConsoleContext): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>().get('/', async (c) => {
    const body = usersView(await listUsers(context.pool))
    return c.html(layout(context, { title: 'Users', current: '/users', body }))
  })
}

/** Names and addresses are whatever people typed. */
function usersView({ total, users }: UserList): Html {
  if (users.length === 0) return emptyState('No users yet', 'Whoever signs up appears here.')
  return html`<p class="muted">
      ${users.length < total ? `The newest ${users.length} of ${total} users` : `${total} in all`},
      the newest first.
    </p>
    <ul class="rows">
      ${users.map(userItem)}
    </ul>`
}

function userItem(user: UserList['users'][number]): Html {
  const { sessions } = user
  const count = `${sessions.length} ${sessions.length === 1 ? 'session' : 'sessions'}`
  return html`<li>
    <h2>
      <bdi>${user.name}</bdi>
      ${user.role !== null && user.role !== 'user' && html`<span class="badge">${user.role}</span>`}
      ${user.banned === true && html`<span class="badge">banned</span>`}
    </h2>
    <div class="meta">
      <bdi>${user.email}</bdi>
      <span>${user.emailVerified ? 'verified' : 'not verified'}</span>
      <span>${user.methods.map((id) => (id === 'credential' ? 'password' : id)).join(', ')}</span>
      <span>since ${time(user.createdAt)}</span>
      <code>${user.id}</code>
    </div>
    ${
      sessions.length === 0
        ? html`<p class="muted">Not signed in anywhere.</p>`
        : html`<details>
            <summary>${count}</summary>
            <div class="scroll" tabindex="0" role="region" aria-label="Sessions">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Since</th>
                    <th scope="col">Until</th>
                    <th scope="col">Address</th>
                    <th scope="col">Client</th>
                  </tr>
                </thead>
                <tbody>
                  ${sessions.map(
                    (session) =>
                      html`<tr>
                        <td>${time(session.createdAt)}</td>
                        <td>${time(session.expiresAt)}</td>
                        <td>${session.ipAddress || 'unknown'}</td>
                        <td>${session.userAgent || 'unknown'}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>
          </details>`
    }
  </li>`
}
