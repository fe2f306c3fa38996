import type { ConsoleContext } from '../context'
import { html, type Html } from '../ui/html'
import { CHECKED, count, emptyState, filterForm, textField, time } from '../ui/parts'
import type { User, UserPage } from './list'

/** The list of users. Names and emails are whatever people typed. */
export function listView({ total, users, next }: UserPage, q: string, isFirst: boolean): Html {
  const address = (after: string | null) =>
    `/users?${new URLSearchParams({ ...(q !== '' && { q }), ...(after !== null && { after }) }).toString()}`
  return html`<p class="muted">${count(total, 'user')}${q !== '' && ' found'}, newest first.</p>
    ${filterForm({ action: '/users', label: 'Find users', placeholder: 'Name, email or id', value: q })}
    ${
      users.length === 0
        ? q === '' && isFirst
          ? emptyState(
              'No users yet',
              html`Whoever signs up in your app appears here. Or
                <a href="/users/new">make one</a>.`,
            )
          : emptyState('Nobody found', 'No name, email or id matches.')
        : html`<ul class="rows">
            ${users.map(userItem)}
          </ul>`
    }
    ${
      (next !== null || !isFirst) &&
      html`<nav class="actions" aria-label="Pages">
        ${!isFirst && html`<a class="button quiet" href="${address(null)}">Newest</a>`}
        ${next !== null && html`<a class="button quiet" href="${address(next)}">Older</a>`}
      </nav>`
    }`
}

function userItem(user: User): Html {
  return html`<li class="user">
    <div>
      <a href="/users/${user.id}"><bdi>${user.name || user.email}</bdi></a> ${badges(user)}
      <div class="meta"><bdi>${user.email}</bdi></div>
    </div>
    <div class="meta number">
      <span>${count(user.sessions.length, 'session')}</span>
      ${time(user.createdAt)}
    </div>
  </li>`
}

/** What sets a user apart. */
export function badges({ role, banned, emailVerified }: User): Html {
  return html`${role !== null && role !== 'user' && html`<span class="badge">${role}</span>`}
  ${banned && html`<span class="badge bad">banned</span>`}
  ${!emailVerified && html`<span class="badge">not verified</span>`}`
}

/** What was typed into the form for a new user, and its errors. */
export interface NewUserForm {
  values: Partial<Record<string, string>>
  errors: Partial<Record<string, string>>
}

export function newUserView(
  form: (content: Html) => Html,
  { values, errors }: NewUserForm = { values: {}, errors: {} },
): Html {
  const field = (name: string, label: string, more: { type?: string; hint?: string } = {}) =>
    textField({ name, label, value: values[name], error: errors[name], ...more })
  return html`<p class="muted">Works whatever the sign-up settings say. No email is sent.</p>
    ${form(
      html`<fieldset class="narrow">
        ${field('name', 'Name')} ${field('email', 'Email', { type: 'email' })}
        ${field('password', 'Password', {
          hint: 'At least 8 characters. Leave it empty for a user who signs in with a code or link.',
        })}
        ${field('role', 'Role', { hint: 'user or admin; separate several with commas.' })}
        <label class="choice">
          <input
            type="checkbox"
            name="emailVerified"
            ${values['emailVerified'] === 'on' && CHECKED}
          />
          <span>Email verified</span>
        </label>
        <div class="actions">
          <button>Create user</button>
          <a class="button quiet" href="/users">Cancel</a>
        </div>
      </fieldset>`,
    )}`
}

/** The origins of apps that asked Neon Auth, latest first. */
export function knownApps({ stats }: ConsoleContext): string[] {
  const origins = stats.authRequests().flatMap(({ origin }) => origin ?? [])
  return [...new Set(origins)].filter((origin) => /^http:\/\/localhost(:\d+)?$/.test(origin))
}
