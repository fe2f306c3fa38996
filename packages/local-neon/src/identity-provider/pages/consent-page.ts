import type { ServerResponse } from 'node:http'
import { html } from 'hono/html'
import type { Account } from '../accounts'
import type { Provider } from '../providers'
import { LOCAL_NOTE, sendPage, type Html } from './page'

const CHECKED = html`checked`

/** What someone chose or typed, to show again if something is missing. */
export interface ConsentValues {
  /** The index of a ready account, or `other`. */
  choice: string
  name: string
  email: string
  emailVerified: boolean
}

/** What is wrong with the typed account. */
export interface ConsentErrors {
  name?: string
  email?: string
}

function accountChoice(account: Account, index: number, chosen: boolean): Html {
  return html`<label class="account">
    <input type="radio" name="account" value="${index}" ${chosen && CHECKED} />
    <span>
      ${account.name}
      <small>${account.email}${!account.emailVerified && ' (not verified)'}</small>
    </span>
  </label>`
}

function textField(options: {
  name: string
  label: string
  type: string
  value: string
  error: string | undefined
  focus: boolean
}): Html {
  const { name, label, type, value, error, focus } = options
  const described =
    error !== undefined && html` aria-invalid="true" aria-describedby="${name}-error"`
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      value="${value}"
      maxlength="254"
      autocomplete="off"
      ${described}${focus && html` autofocus`}
    />
    ${error !== undefined && html`<p class="error" id="${name}-error">${error}</p>`}
  </div>`
}

/** Asks who signs in, and if the app may know. Works without JavaScript. */
export function sendConsentPage(
  res: ServerResponse,
  options: {
    provider: Provider
    action: string
    request: string
    accounts: readonly Account[]
    scopes: readonly string[]
    redirectUri: string
    values: ConsentValues
    errors: ConsentErrors
  },
): Promise<void> {
  const { provider, values, errors } = options
  const title = `Local ${provider.label} sign-in`
  const failed = errors.name !== undefined || errors.email !== undefined
  const scopes = options.scopes.length > 0 ? options.scopes.join(', ') : 'your public profile'
  const content = html`<h1>${title}</h1>
    ${LOCAL_NOTE}
    <p>An app wants to know who you are. It asks for: ${scopes}.</p>
    <p class="muted">The answer goes to ${new URL(options.redirectUri).origin}.</p>
    <form method="post" action="${options.action}">
      <input type="hidden" name="request" value="${options.request}" />
      <fieldset>
        <legend>Choose an account</legend>
        ${options.accounts.map((account, index) => accountChoice(account, index, values.choice === String(index)))}
        <label class="account">
          <input
            type="radio"
            name="account"
            id="account-other"
            value="other"
            ${values.choice === 'other' && CHECKED}
          />
          <span>
            Another account
            <small>Type the details yourself</small>
          </span>
        </label>
      </fieldset>
      <div class="typed">
        ${textField({ name: 'name', label: 'Name', type: 'text', value: values.name, error: errors.name, focus: errors.name !== undefined })}
        ${textField({ name: 'email', label: 'Email', type: 'email', value: values.email, error: errors.email, focus: errors.name === undefined && errors.email !== undefined })}
        <fieldset class="choices">
          <legend>Email verified</legend>
          <label
            ><input
              type="radio"
              name="verified"
              value="yes"
              ${values.emailVerified && CHECKED}
            />Yes</label
          >
          <label
            ><input
              type="radio"
              name="verified"
              value="no"
              ${!values.emailVerified && CHECKED}
            />No</label
          >
        </fieldset>
      </div>
      <div class="buttons">
        <button name="decision" value="allow">Allow</button>
        <button name="decision" value="refuse" class="quiet" formnovalidate>Refuse</button>
      </div>
    </form>`
  return sendPage(res, failed ? 422 : 200, failed ? `Error: ${title}` : title, content)
}
