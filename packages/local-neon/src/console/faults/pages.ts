import { Hono } from 'hono'
import { services, type Service } from '../../faults'
import type { ConsoleContext, ConsoleEnv } from '../context'
import { html, type Html } from '../ui/html'
import { layout } from '../ui/layout'
import { CHECKED, postForm } from '../ui/parts'
import { setFault } from './form'
import { faultChoices, serviceNames } from './names'

/** The pages that make a service fail, to see how an app copes. */
export function createFaults(context: ConsoleContext): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>()
  const page = (body: Html, done?: string) =>
    layout(context, { title: 'Faults', current: '/faults', body, done })

  app.get('/', (c) =>
    c.html(page(faultsView(context), c.req.query('done') === 'applied' ? 'Applied.' : undefined)),
  )
  app.post('/', (c) => {
    const problem = setFault(c.var.form, context.faults)
    if (problem !== null) return c.html(page(faultsView(context, problem)), 422)
    return c.redirect('/faults?done=applied', 303)
  })
  return app
}

function faultsView(context: ConsoleContext, error?: { service: Service; text: string }): Html {
  const form = (service: Service) => {
    const fault = context.faults.get(service)
    const problem = error?.service === service && error.text
    return postForm(
      context,
      '/faults',
      html`<input type="hidden" name="service" value="${service}" />
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
        </fieldset>`,
    )
  }
  return html`<p class="muted">
      See how your app copes when a service fails. A fault affects new requests, and new and open
      Postgres connections, until you lift it.
    </p>
    <div class="columns">${services.map(form)}</div>
    <h2>From a test</h2>
    <p class="muted">
      <code>POST /api/faults</code> with
      <code>{"service": "auth", "fault": {"kind": "latency", "ms": 800}}</code>; a fault of
      <code>null</code> lifts it.
    </p>`
}
