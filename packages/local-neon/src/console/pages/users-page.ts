import { html, type Markup } from '../../http/html'
import type { UserList } from '../users'
import { emptyState, time } from './page'

/** The users of Neon Auth and their sessions. Names and addresses are whatever people typed. */
export function usersPage({ total, users }: UserList): Markup {
  if (users.length === 0) return emptyState('No users yet', 'Whoever signs up appears here.')
  return html`<p class="muted">
      ${users.length < total ? `The newest ${users.length} of ${total} users` : `${total} in all`},
      the newest first.
    </p>
    <ul class="rows">
      ${users.map(userItem)}
    </ul>`
}

function userItem(user: UserList['users'][number]): Markup {
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
