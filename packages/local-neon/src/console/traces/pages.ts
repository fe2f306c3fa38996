import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ConsoleContext, ConsoleEnv } from '../context'
import { html, type Html } from '../ui/html'
import { layout } from '../ui/layout'
import { count, filterForm, liveList, liveSwitch, postForm, time } from '../ui/parts'
import { wantedTraces } from './list'
import type { Metric, Trace, Traces } from './store'

/** What apps report they did for each request. */
export function createTraces(context: ConsoleContext, traces: Traces): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>()
  const current = '/traces'
  app.get('/', (c) => {
    const { q } = c.req.query()
    const actions = html`${liveSwitch}
    ${postForm(context, '/traces/clear', html`<button class="quiet small">Clear</button>`)}`
    const body = html`<p class="muted">
        What apps did for each request, from their OpenTelemetry. Start one with
        <code>OTEL_EXPORTER_OTLP_ENDPOINT=${new URL(c.req.url).origin}</code>.
      </p>
      ${filterForm({
        action: current,
        label: 'Filter traces',
        placeholder: 'Words, or -words to exclude',
        value: q,
      })}
      ${liveList(
        'trace',
        'What your app sends shows up here after a few seconds.',
        wantedTraces(traces, q).map(item),
        traces.all().length,
      )}
      ${metricTable(traces.metrics())}`
    return c.html(layout(context, { title: 'Traces', current, body, actions }))
  })
  app.get('/:id', (c) => {
    const trace = traces.find(c.req.param('id'))
    if (!trace) throw new HTTPException(404, { message: 'This trace is gone.' })
    const body = html`<p class="crumbs"><a href="/traces">Traces</a></p>
      <p class="muted">
        ${trace.milliseconds.toFixed(1)} ms · ${count(trace.spans.length, 'span')} ·
        ${time(trace.at)}
      </p>
      ${waterfall(trace)}`
    return c.html(layout(context, { title: trace.name, current, body }))
  })
  app.post('/clear', (c) => {
    traces.clear()
    return c.redirect(current, 303)
  })
  return app
}

function item({ id, name, milliseconds, failed, spans, at }: Trace): Html {
  return html`<li id="t${id}">
    <div class="line"><a href="/traces/${id}">${name}</a></div>
    <div class="meta number">
      <span>${milliseconds.toFixed(1)} ms</span>
      <span>${count(spans.length, 'span')}</span>
      <span class="${failed && 'failed'}">${failed && 'failed'}</span>
      ${time(at)}
    </div>
  </li>`
}

/** The spans below each other, each with a bar from its start to its end. */
function waterfall({ spans, milliseconds }: Trace): Html {
  const percent = (part: number) => ((100 * part) / (milliseconds || 1)).toFixed(2)
  return html`<ol class="rows lines spans">
    ${spans.map(
      (span) =>
        html`<li>
          <details>
            <summary>
              <span class="line"
                ><span class="muted">${'· '.repeat(Math.min(span.depth, 12))}</span
                ><span class="${span.failed && 'error'}">${span.name}</span></span
              >
              <span class="meta number"><span>${span.milliseconds.toFixed(1)} ms</span></span>
              <svg
                class="bar-of-span"
                viewBox="0 0 100 1"
                preserveAspectRatio="none"
                role="img"
                aria-label="From ${span.startMilliseconds.toFixed(1)} ms on"
              >
                <rect
                  x="${percent(span.startMilliseconds)}"
                  width="${percent(Math.max(span.milliseconds, milliseconds / 500))}"
                  height="1"
                />
              </svg>
            </summary>
            <dl class="attributes">
              ${Object.entries(span.attributes).map(
                ([name, value]) =>
                  html`<div>
                    <dt>${name}</dt>
                    <dd><code>${value}</code></dd>
                  </div>`,
              )}
              <div>
                <dt>service</dt>
                <dd><code>${span.service}</code></dd>
              </div>
            </dl>
          </details>
        </li>`,
    )}
  </ol>`
}

function metricTable(metrics: Metric[]): Html {
  const attributesOf = ({ attributes }: Metric) =>
    Object.entries(attributes)
      .map(([name, value]) => `${name}: ${value}`)
      .join(', ')
  return html`<div id="metrics" data-live>
    ${
      metrics.length > 0 &&
      html`<h2>Metrics</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Of</th>
              <th scope="col" class="end">Value</th>
            </tr>
          </thead>
          <tbody>
            ${metrics.map(
              (metric) =>
                html`<tr>
                  <td><code>${metric.name}</code></td>
                  <td>${attributesOf(metric)}</td>
                  <td class="end number">${metric.value.toLocaleString('en')}</td>
                </tr>`,
            )}
          </tbody>
        </table>`
    }
  </div>`
}
