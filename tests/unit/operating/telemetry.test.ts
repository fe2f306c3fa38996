import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api'
import { emptyResource } from '@opentelemetry/resources'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const loaded = vi.fn()
const telemetry = { span: vi.fn(), countLimit: vi.fn(), flush: vi.fn() }
vi.mock('@/lib/telemetry/opentelemetry', () => {
  loaded()
  return { startOpenTelemetry: vi.fn(() => telemetry) }
})

beforeEach(() => {
  vi.resetModules()
  loaded.mockClear()
  vi.stubEnv('DATABASE_URL', 'postgresql://u:p@localhost/db')
  vi.stubEnv('NEON_AUTH_BASE_URL', 'http://localhost/auth')
  vi.stubEnv('NEON_AUTH_COOKIE_SECRET', 'x'.repeat(32))
  // The start mustn't end anything in this process.
  vi.stubEnv('VERCEL', '1')
})
afterEach(async () => {
  const { processState } = await import('@/lib/server/process-state')
  delete processState.telemetry
  vi.unstubAllEnvs()
})

/** Starts the app's own part of a server; returns what it got to trace with. */
async function start(variables: Record<string, string>) {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
  await (await import('@/instrumentation-node')).start()
  return (await import('@/lib/server/process-state')).processState.telemetry
}

const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }

describe('OpenTelemetry', () => {
  it.each<Record<string, string>>([
    {},
    { ...collector, OTEL_SDK_DISABLED: 'true' },
    { ...collector, OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none' },
    { OTEL_SERVICE_NAME: 'app' },
  ])('is not even loaded with %o', async (variables) => {
    expect(await start(variables)).toBeUndefined()
    expect(loaded).not.toHaveBeenCalled()
    const { traced } = await import('@/lib/server/telemetry')
    expect(await traced('session', {}, async () => 'done')).toBe('done')
  })

  it.each<[Record<string, string>, { traces: boolean; metrics: boolean }]>([
    [collector, { traces: true, metrics: true }],
    [
      { ...collector, OTEL_METRICS_EXPORTER: 'none' },
      { traces: true, metrics: false },
    ],
    [
      { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'https://collector/metrics' },
      { traces: false, metrics: true },
    ],
  ])('starts with %o', async (variables, wanted) => {
    expect(await start(variables)).toBe(telemetry)
    const { startOpenTelemetry } = await import('@/lib/telemetry/opentelemetry')
    expect(startOpenTelemetry).toHaveBeenCalledWith({ ...wanted, metricInterval: 60_000 })
  })

  it('is imported by nothing that a page is made of', () => {
    const importers = ['app', 'components', 'lib', '.'].flatMap((folder) =>
      readdirSync(folder, { recursive: folder !== '.', encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name))
        .map((name) => join(folder, name))
        .filter((path) => /@opentelemetry|@\/lib\/telemetry/.test(readFileSync(path, 'utf8'))),
    )
    expect(importers.sort()).toEqual([
      'lib/telemetry/careful-spans.ts',
      'lib/telemetry/opentelemetry.ts',
    ])
  })
})

it('sends no query of an address and no text of an error', async () => {
  const { withoutSecrets } = await import('@/lib/telemetry/careful-spans')
  const url = 'http://auth/get-session?neon_auth_session_verifier=secret'
  const sent = withoutSecrets({
    name: `fetch GET ${url}`,
    kind: SpanKind.CLIENT,
    spanContext: () => ({ traceId: '1', spanId: '2', traceFlags: TraceFlags.SAMPLED }),
    startTime: [0, 0],
    endTime: [1, 0],
    status: { code: SpanStatusCode.ERROR, message: 'Failed query: … params: secret' },
    attributes: {
      'http.url': url,
      'http.target': '/auth/reset-password?token=secret',
      'db.query.text': 'select a ? $1',
      'next.rsc': false,
    },
    links: [],
    events: [
      {
        name: 'exception',
        time: [1, 0],
        attributes: {
          'exception.type': 'Error',
          'exception.message': 'params: secret',
          'exception.stacktrace': 'Error: params: secret\n at …',
        },
      },
    ],
    duration: [1, 0],
    ended: true,
    resource: emptyResource(),
    instrumentationScope: { name: 'test' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  })
  expect(JSON.stringify(sent)).not.toContain('secret')
  expect(sent).toMatchObject({
    name: 'fetch GET http://auth/get-session',
    status: { code: SpanStatusCode.ERROR },
    attributes: {
      'http.url': 'http://auth/get-session',
      'http.target': '/auth/reset-password',
      'db.query.text': 'select a ? $1',
      'next.rsc': false,
    },
    events: [{ name: 'exception', attributes: { 'exception.type': 'Error' } }],
  })
})
