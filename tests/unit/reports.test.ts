import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const lines: Record<string, unknown>[] = []

beforeEach(() => {
  vi.resetModules()
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.stubEnv('DATABASE_URL', 'postgresql://u:p@localhost/db')
  vi.stubEnv('NEON_AUTH_BASE_URL', 'http://localhost/auth')
  vi.stubEnv('NEON_AUTH_COOKIE_SECRET', 'x'.repeat(32))
  vi.stubEnv('APP_URL', 'https://app.example')
  lines.length = 0
  vi.spyOn(console, 'warn').mockImplementation((text) => void lines.push(JSON.parse(text)))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

async function send(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const { POST } = await import('@/app/api/reports/route')
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const type = { 'content-type': 'application/reports+json', 'x-peer-address': '192.0.2.1' }
  return POST(
    new Request('https://app.example/api/reports', {
      method: 'POST',
      body: text,
      headers: { ...type, ...headers },
    }),
  )
}

/** As Chromium sends it. */
const violation = (blockedURL: string, url = 'https://app.example/posts?q=secret#secret') => ({
  type: 'csp-violation',
  age: 1,
  url,
  user_agent: 'secret',
  body: {
    documentURL: url,
    blockedURL,
    effectiveDirective: 'script-src-elem',
    originalPolicy: 'secret',
    sample: 'secret',
    sourceFile: 'https://app.example/_next/a.js?secret',
    lineNumber: 7,
    statusCode: 200,
  },
})

describe('a report of a browser', () => {
  it('is one line, without queries, and said once', async () => {
    const reports = [violation('https://evil.example/x.js?secret'), violation('inline')]
    for (let n = 0; n < 2; n++) expect((await send(reports)).status).toBe(204)
    const both = { level: 'warn', event: 'browser.report', type: 'csp-violation', page: '/posts' }
    expect(lines).toMatchObject([
      {
        ...both,
        directive: 'script-src-elem',
        blocked: 'https://evil.example/x.js',
        source: 'https://app.example/_next/a.js',
        line: 7,
      },
      { ...both, blocked: 'inline' },
    ])
    expect(JSON.stringify(lines)).not.toContain('secret')
  })

  it('may be in the form of report-uri, and of another kind', async () => {
    const report = {
      'document-uri': 'https://app.example/p/1?secret',
      'violated-directive': 'img-src',
      'blocked-uri': 'data:text/plain,secret',
    }
    const type = { 'content-type': 'application/csp-report; charset=utf-8' }
    expect((await send({ 'csp-report': report }, type)).status).toBe(204)
    const deprecation = { type: 'deprecation', url: 'https://app.example/', body: { id: 'Unload' } }
    expect((await send([deprecation, { type: 'crash', url: 'x' }])).status).toBe(204)
    expect(lines).toMatchObject([
      { type: 'csp-violation', page: '/p/1', directive: 'img-src', blocked: 'data:' },
      { type: 'deprecation', page: '/', reason: 'Unload' },
      { type: 'crash' },
    ])
    expect(JSON.stringify(lines)).not.toContain('secret')
  })

  it('is left out when an extension of the browser has caused it', async () => {
    expect((await send([violation('chrome-extension')])).status).toBe(204)
    expect((await send([violation('moz-extension://1/x.js')])).status).toBe(204)
    expect(lines).toEqual([])
  })

  it.each<[number, unknown, Record<string, string>?]>([
    [400, ''],
    [400, '{'],
    [400, []],
    [400, [{ type: 'UPPER' }]],
    [400, Array.from({ length: 101 }, () => violation('inline'))],
    [403, [violation('inline')], { origin: 'https://evil.example' }],
    [403, [violation('inline')], { origin: 'null' }],
    [403, [violation('inline')], { 'sec-fetch-site': 'cross-site' }],
    [413, 'x'.repeat(64 * 1024 + 1)],
    [415, [violation('inline')], { 'content-type': 'text/plain' }],
  ])('is refused with %d: %j %j', async (status, body, headers) => {
    expect((await send(body, headers)).status).toBe(status)
    expect(lines).toEqual([])
  })

  it('of our own origin is taken', async () => {
    const own = { origin: 'https://app.example', 'sec-fetch-site': 'same-origin' }
    expect((await send([violation('inline')], own)).status).toBe(204)
  })

  it('comes too often from one address, and from another one not', async () => {
    for (let n = 0; n < 30; n++) expect((await send([violation('inline')])).status).toBe(204)
    const refused = await send([violation('inline')])
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    const other = { 'x-peer-address': '192.0.2.2' }
    expect((await send([violation('inline')], other)).status).toBe(204)
    vi.setSystemTime(Date.now() + 61_000)
    expect((await send([violation('inline')])).status).toBe(204)
  })

  it('fills the log only so far in an hour, and says so', async () => {
    const many = (from: number) =>
      Array.from({ length: 60 }, (_, n) => violation(`https://evil.example/${from + n}`))
    await send(many(0))
    await send(many(60))
    expect(lines.filter(({ event }) => event === 'browser.report')).toHaveLength(100)
    expect(lines.filter(({ event }) => event === 'browser.reports-left-out')).toHaveLength(1)
    vi.setSystemTime(Date.now() + 3_601_000)
    await send(many(0))
    expect(lines.filter(({ event }) => event === 'browser.report')).toHaveLength(160)
  })
})

it('has somewhere to go from every answer, public pages included', async () => {
  const { securityHeaders } = await import('@/lib/http/security-headers')
  expect(securityHeaders['Reporting-Endpoints']).toBe('default="/api/reports"')
  const { proxy } = await import('@/proxy')
  const { NextRequest } = await import('next/server')
  const response = await proxy(new NextRequest('https://app.example/p/1'))
  const policy = response.headers.get('content-security-policy')
  expect(policy).toContain('report-to default')
  expect(policy).toContain('report-uri /api/reports')
})
