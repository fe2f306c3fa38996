import { html, type Markup } from '../../http/html'
import { services, type Faults, type Service } from '../../faults'
import { faultChoices, serviceNames } from './fault-names'

const CHECKED = html`checked`

/** The forms that make a service fail, to see what an app does then. */
export function failuresPage(faults: Faults, error?: { service: Service; text: string }): Markup {
  const form = (service: Service) => {
    const fault = faults.get(service)
    const problem = error?.service === service && error.text
    return html`<form method="post" action="/failures">
      <input type="hidden" name="service" value="${service}" />
      <fieldset>
        <legend>${serviceNames[service]}</legend>
        ${faultChoices.map(
          ({ kind, name, hint }) =>
            html`<label class="choice">
              <input
                type="radio"
                name="kind"
                value="${kind}"
                ${kind === (fault?.kind ?? 'none') && CHECKED}
              />
              <span>${name}<small>${hint}</small></span>
            </label>`,
        )}
        <div class="field">
          <label for="${service}-ms">Milliseconds, for Slow</label>
          <input
            id="${service}-ms"
            name="ms"
            type="number"
            inputmode="numeric"
            min="0"
            max="600000"
            value="${fault?.kind === 'latency' ? fault.ms : 1000}"
            ${problem && html`aria-invalid="true" autofocus aria-describedby="${service}-error"`}
          />
          ${problem && html`<p class="error" id="${service}-error">${problem}</p>`}
        </div>
        <div class="actions"><button>Apply to ${serviceNames[service]}</button></div>
      </fieldset>
    </form>`
  }
  return html`<p class="muted">
      Try what your app does when a service is unwell. A fault acts on new requests, and on new and
      open connections to Postgres, until it is lifted.
    </p>
    <div class="columns">${services.map(form)}</div>
    <h2>From a test</h2>
    <p class="muted">
      <code>POST /faults</code> with
      <code>{"service": "auth", "fault": {"kind": "latency", "ms": 800}}</code>; a fault of
      <code>null</code> lifts it.
    </p>`
}
