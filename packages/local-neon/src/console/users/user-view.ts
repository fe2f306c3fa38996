import type { ConsoleContext } from '../context'
import { html, type Html } from '../ui/html'
import { CHECKED, confirmation, count, postForm, time } from '../ui/parts'
import type { User } from './list'
import { badges } from './views'

/** How long a ban can last, in hours, with labels. */
const banLengths = [
  { hours: '', name: 'Forever' },
  { hours: '1', name: 'An hour' },
  { hours: '24', name: 'A day' },
  { hours: '168', name: 'A week' },
  { hours: '720', name: '30 days' },
]

/** One user, and what you can do with them. */
export function userView(context: ConsoleContext, user: User): Html {
  const { id, email, emailVerified, role, methods, createdAt } = user
  const path = `/users/${id}`
  return html`<p class="muted"><bdi>${email}</bdi> ${badges(user)}</p>
    <dl class="facts">
      <div>
        <dt>Id</dt>
        <dd><code>${id}</code></dd>
      </div>
      <div>
        <dt>Since</dt>
        <dd>${time(createdAt)}</dd>
      </div>
      <div>
        <dt>Signs in with</dt>
        <dd>${methods.map(nameOfMethod).join(', ') || 'code or link only'}</dd>
      </div>
    </dl>
    <div class="columns even">
      <section class="card" aria-labelledby="sign-in">
        <h2 id="sign-in">Sign in as ${user.name || email}</h2>
        <p class="muted">
          Signs this browser in to every app on localhost, in place of anyone signed in there now.
        </p>
        ${postForm(context, `${path}/sign-in`, html`<button ${user.banned && html`disabled`}>Sign in as</button>`, 'actions')}
      </section>
      <section class="card" aria-labelledby="role-title">
        <h2 id="role-title">Role and email</h2>
        ${postForm(context, `${path}/role`, roleButton(role), 'actions')}
        ${postForm(
          context,
          `${path}/update`,
          html`<div class="field">
              <label for="role">Role</label>
              <input
                id="role"
                name="role"
                value="${role ?? ''}"
                list="roles"
                autocomplete="off"
                spellcheck="false"
              />
              <datalist id="roles">
                <option value="user"></option>
                <option value="admin"></option>
              </datalist>
            </div>
            <label class="choice">
              <input type="checkbox" name="emailVerified" ${emailVerified && CHECKED} />
              <span>Email verified</span>
            </label>
            <div class="actions"><button class="quiet">Save</button></div>`,
        )}
      </section>
      <section class="card" aria-labelledby="ban-title">
        <h2 id="ban-title">${user.banned ? 'Banned' : 'Ban'}</h2>
        ${banForm(context, path, user)}
      </section>
      <section class="card" aria-labelledby="delete-title">
        <h2 id="delete-title">Delete</h2>
        <p class="muted">With all sessions and accounts. This can’t be undone.</p>
        <div class="actions">
          ${confirmation(context, {
            id: 'delete-user',
            button: 'Delete…',
            title: `Delete ${user.name || email}?`,
            text: 'This deletes the user, all sessions and ways to sign in, and any rows in your tables that go with the user.',
            action: `${path}/delete`,
            confirm: 'Delete user',
          })}
        </div>
      </section>
    </div>
    ${sessionsView(context, path, user)}`
}

function roleButton(role: string | null): Html {
  return role === 'admin'
    ? html`<button class="quiet" name="role" value="user">Remove as admin</button>`
    : html`<button class="quiet" name="role" value="admin">Make admin</button>`
}

const nameOfMethod = (id: string) => (id === 'credential' ? 'password' : id)

function banForm(context: ConsoleContext, path: string, user: User): Html {
  if (user.banned) {
    return html`<p class="muted">
        ${user.banReason ?? 'No reason'}${user.banExpires !== null && html`, until ${time(user.banExpires)}`}
      </p>
      ${postForm(context, `${path}/unban`, html`<button class="quiet">Lift ban</button>`, 'actions')}`
  }
  return postForm(
    context,
    `${path}/ban`,
    html`<div class="field">
        <label for="reason">Reason</label>
        <input
          id="reason"
          name="reason"
          maxlength="200"
          autocomplete="off"
          placeholder="No reason"
        />
      </div>
      <div class="field">
        <label for="hours">How long</label>
        <select id="hours" name="hours">
          ${banLengths.map(({ hours, name }) => html`<option value="${hours}">${name}</option>`)}
        </select>
      </div>
      <div class="actions"><button class="quiet">Ban and end all sessions</button></div>`,
  )
}

function sessionsView(context: ConsoleContext, path: string, { sessions }: User): Html {
  if (sessions.length === 0) {
    return html`<h2>Sessions</h2>
      <p class="muted">Not signed in anywhere.</p>`
  }
  return html`<div class="toolbar">
      <h2>${count(sessions.length, 'session')}</h2>
      ${postForm(context, `${path}/sessions/end`, html`<button class="quiet small">End all</button>`)}
    </div>
    <ul class="rows">
      ${sessions.map(
        (session) =>
          html`<li class="user">
            <div>
              <bdi>${session.userAgent || 'Unknown client'}</bdi>
              <div class="meta">
                <span>from ${session.ipAddress || 'an unknown address'}</span>
                <span>since ${time(session.createdAt)}</span>
                <span>until ${time(session.expiresAt)}</span>
              </div>
            </div>
            ${postForm(
              context,
              `${path}/sessions/end`,
              html`<input type="hidden" name="session" value="${session.id}" />
                <button class="quiet small">End</button>`,
            )}
          </li>`,
      )}
    </ul>`
}
