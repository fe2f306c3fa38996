import type { Attempt, Delivery } from '../../webhooks/deliver'
import { webhookEventTypes, type WebhookEventType } from '../../webhooks/events'
import type { ConsoleContext } from '../context'
import { html, type Html } from '../ui/html'
import { CHECKED, count, emptyState, postForm, textField, time } from '../ui/parts'

/** The settings in the form. */
export interface WebhookForm {
  enabled: boolean
  url: string
  events: WebhookEventType[]
  timeoutSeconds: number
}

const hints: Record<WebhookEventType, string> = {
  'send.otp': 'Instead of the email with a code.',
  'send.magic_link': 'Instead of the email with a link.',
  'user.before_create': 'Can refuse a sign-up; so does no answer.',
  'user.created': 'After sign-up; nobody waits for it.',
}

/** The form, the test, and the deliveries. */
export function webhooksView(
  context: ConsoleContext,
  form: WebhookForm,
  errors: Partial<Record<string, string>>,
  deliveries: readonly Delivery[],
): Html {
  return html`<p class="muted">
      Neon Auth calls your app at a URL on this machine. In the cloud the URL must be https, and
      there are no tests and no log.
    </p>
    <div class="columns">${settingsForm(context, form, errors)} ${testForm(context)}</div>
    <h2>Deliveries</h2>
    ${
      deliveries.length === 0
        ? emptyState('No deliveries yet', 'Events and your app’s answers show up here.')
        : html`<ol class="rows">
            ${deliveries.map((delivery) => deliveryItem(context, delivery))}
          </ol>`
    }`
}

function settingsForm(
  context: ConsoleContext,
  form: WebhookForm,
  errors: Partial<Record<string, string>>,
): Html {
  return postForm(
    context,
    '/webhooks',
    html`<fieldset>
      <legend>Settings</legend>
      <label class="choice">
        <input type="checkbox" name="enabled" ${form.enabled && CHECKED} />
        <span>Send webhooks</span>
      </label>
      ${textField({
        name: 'url',
        label: 'URL',
        type: 'url',
        value: form.url,
        error: errors['url'],
        attributes: html`placeholder="http://localhost:3000/api/webhooks/neon-auth"
        spellcheck="false"`,
      })}
      <div role="group" aria-label="Events">
        ${webhookEventTypes.map(
          (type) =>
            html`<label class="choice">
              <input
                type="checkbox"
                name="events"
                value="${type}"
                ${form.events.includes(type) && CHECKED}
              />
              <span><code>${type}</code><small>${hints[type]}</small></span>
            </label>`,
        )}
      </div>
      ${textField({
        name: 'timeoutSeconds',
        label: 'Seconds per attempt',
        type: 'number',
        value: String(form.timeoutSeconds),
        error: errors['timeoutSeconds'],
        attributes: html`min="1" max="10"`,
      })}
      <div class="actions"><button>Save settings</button></div>
    </fieldset>`,
  )
}

function testForm(context: ConsoleContext): Html {
  return postForm(
    context,
    '/webhooks/test',
    html`<fieldset>
      <legend>Test event</legend>
      <p class="muted">About a made-up user, to the saved URL.</p>
      <div class="field">
        <label for="type">Event</label>
        <select id="type" name="type">
          ${webhookEventTypes.map((type) => html`<option>${type}</option>`)}
        </select>
      </div>
      <div class="actions"><button class="quiet">Send a test event</button></div>
    </fieldset>`,
  )
}

/** A receiver can answer anything: it's just text. */
function deliveryItem(context: ConsoleContext, delivery: Delivery): Html {
  const { id, event, attempts, cause, url, state, decision } = delivery
  const [first] = attempts
  const states = {
    pending: html`<span class="badge">pending</span>`,
    delivered: html`<span class="badge good">delivered</span>`,
    failed: html`<span class="badge bad">failed</span>`,
  }
  return html`<li>
    <code>${event.event_type}</code>
    ${states[state]} ${decision?.allowed === false && html`<span class="badge bad">refused</span>`}
    ${cause !== 'event' && html`<span class="badge">${cause}</span>`}
    <div class="meta">
      <bdi>${event.user.email ?? ''}</bdi>
      ${first && time(first.startedAt)}
      <span>${count(attempts.length, 'attempt')}</span>
      <code>${url}</code>
    </div>
    <details>
      <summary>Request and answer</summary>
      <pre dir="ltr">${JSON.stringify(event, null, 2)}</pre>
      ${attempts.map(attemptItem)}
      ${postForm(
        context,
        `/webhooks/${id}/resend`,
        html`<button class="quiet small">Send again</button>`,
        'actions',
      )}
    </details>
  </li>`
}

function attemptItem({ number, status, milliseconds, headers, answer, error }: Attempt): Html {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return html`<div class="meta">
      <span>Attempt ${number}</span>
      <span>${status === null ? 'no answer' : `answered ${status}`}</span>
      <span>${milliseconds} ms</span>
      ${error !== null && html`<span class="failed">${error}</span>`}
    </div>
    <pre dir="ltr">${lines.join('\n')}</pre>
    ${answer !== null && answer !== '' && html`<pre dir="ltr">${answer}</pre>`}`
}
