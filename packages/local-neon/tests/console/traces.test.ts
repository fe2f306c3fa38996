import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLocalNeon, type LocalNeon } from '../../src/index'
import { consoleOf } from './support'

let neon: LocalNeon
let ask: ReturnType<typeof consoleOf>
beforeAll(async () => {
  neon = await startLocalNeon({ data: 'memory', rateLimit: false })
  ask = consoleOf(neon)
})
afterAll(() => neon.stop())

const id = 'AB'.repeat(16)
const begin = 1_795_625_681_592_000_000n
const text = (key: string, value: string) => ({ key, value: { stringValue: value } })

/** A span in OpenTelemetry's export format. */
function span(n: number, parent: number | undefined, name: string, attributes: unknown[] = []) {
  return {
    traceId: id,
    spanId: `000000000000000${n}`,
    ...(parent !== undefined && { parentSpanId: `000000000000000${parent}` }),
    name,
    kind: 1,
    startTimeUnixNano: String(begin + BigInt(n) * 1_000_000n),
    endTimeUnixNano: String(begin + 9_000_000n),
    attributes,
    events: [],
    links: [],
    status: { code: name === 'SELECT' ? 2 : 0 },
  }
}

function send(path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${neon.consoleUrl}/v1/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

const resource = { attributes: [text('service.name', 'an app')] }
const spansOf = (...spans: unknown[]) => ({
  resourceSpans: [{ resource, scopeSpans: [{ spans }] }],
})

describe('what OpenTelemetry sends', () => {
  it('is shown as traces, in JSON and on pages, with markup inert', async () => {
    // A batch may have inner ones before the ones around them.
    const target = [text('http.method', 'GET'), text('http.target', '/posts')]
    const sql = [text('db.query.text', 'select <b> $1')]
    expect((await send('traces', spansOf(span(2, 1, 'SELECT', sql)))).status).toBe(200)
    expect((await send('traces', spansOf(span(0, undefined, 'GET', target)))).status).toBe(200)
    expect((await send('traces', spansOf(span(1, 0, 'session')))).status).toBe(200)

    const lower = id.toLowerCase()
    const summary = { id: lower, name: 'GET /posts', milliseconds: 9, failed: true }
    expect((await ask.api('GET', '/traces')).json).toMatchObject([summary])
    expect((await ask.api('GET', '/traces?q=select%20-nothing')).json).toHaveLength(1)
    expect((await ask.api('GET', '/traces?q=-select')).json).toEqual([])
    expect((await ask.api('GET', `/traces/${lower}`)).json).toMatchObject({
      ...summary,
      spans: [
        { name: 'GET', depth: 0, parent: null, service: 'an app', startMilliseconds: 0 },
        { name: 'session', depth: 1, startMilliseconds: 1, milliseconds: 8, failed: false },
        { name: 'SELECT', depth: 2, attributes: { 'db.query.text': 'select <b> $1' } },
      ],
    })
    expect((await ask.api('GET', '/traces/none')).status).toBe(404)

    expect(await ask.page('/traces')).toContain('GET /posts')
    const page = await ask.page(`/traces/${lower}`)
    expect(page).toContain('select &lt;b&gt; $1')
    expect(page).toContain('x="22.22"')
    expect((await fetch(`${neon.consoleUrl}/traces/none`)).status).toBe(404)
  })

  it('is shown as metrics, each with its latest value', async () => {
    const metrics = (asDouble: number) => ({
      resourceMetrics: [
        {
          resource,
          scopeMetrics: [
            {
              metrics: [
                {
                  name: 'app.limit.hits',
                  sum: {
                    dataPoints: [
                      {
                        attributes: [text('limit', 'sign-in')],
                        timeUnixNano: `${begin}`,
                        asDouble,
                      },
                    ],
                  },
                },
              ],
            },
          ],
        },
      ],
    })
    for (const value of [1, 2]) expect((await send('metrics', metrics(value))).status).toBe(200)
    expect((await ask.api('GET', '/traces/metrics')).json).toMatchObject([
      { name: 'app.limit.hits', attributes: { limit: 'sign-in' }, value: 2 },
    ])
    expect(await ask.page('/traces')).toContain('app.limit.hits')
  })

  it('survives what is its own parent, and whatever is no OTLP', async () => {
    const own = { ...span(5, 5, 'round'), traceId: 'c'.repeat(32) }
    expect((await send('traces', spansOf(own))).status).toBe(200)
    expect((await ask.api('GET', `/traces/${'c'.repeat(32)}`)).json).toMatchObject({
      spans: [{ name: 'round' }],
    })
    for (const body of ['', '{', '[]', 'null', spansOf({ traceId: 'x' })]) {
      expect((await send('traces', body)).status).toBe(400)
    }
    expect((await send('traces', 'x', { 'Content-Type': 'application/x-protobuf' })).status).toBe(
      415,
    )
    // Like exporters: without a length.
    const large = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: new Blob([`"${'x'.repeat(5_000_000)}"`]).stream(),
      duplex: 'half',
    }
    expect((await fetch(`${neon.consoleUrl}/v1/traces`, large)).status).toBe(413)
    expect((await fetch(`${neon.consoleUrl}/v1/traces`)).status).toBe(405)
  })

  it('comes from no page, not even one of the console', async () => {
    for (const origin of [neon.consoleUrl, 'http://localhost:3000', 'https://evil.example']) {
      expect((await send('traces', spansOf(span(0, undefined, 'x')), { origin })).status).toBe(403)
    }
  })

  it('is forgotten by a button and by a request', async () => {
    expect((await ask.submit('/traces/clear')).status).toBe(303)
    expect((await ask.api('GET', '/traces')).json).toEqual([])
    expect((await ask.api('DELETE', '/traces')).status).toBe(200)
    expect((await ask.api('GET', '/traces/metrics')).json).toEqual([])
  })
})
