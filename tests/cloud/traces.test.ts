import { randomBytes } from 'node:crypto'
import getPort from 'get-port'
import { startLocalNeon } from 'local-neon'
import { expect, it, vi } from 'vitest'
import { z } from 'zod'
import { migrateDatabase } from '../../scripts/support/database'
import { startNext } from '../../scripts/support/next-process'

const summaries = z.array(z.object({ id: z.string(), name: z.string() }))
const trace = z.object({
  spans: z.array(
    z.object({
      id: z.string(),
      parent: z.string().nullable(),
      name: z.string(),
      attributes: z.record(z.string(), z.string()),
    }),
  ),
})

it('a trace of a page and the limits that were hit arrive in local Neon’s console', async () => {
  const port = await getPort()
  const appUrl = `http://localhost:${port}`
  await using neon = await startLocalNeon({
    data: 'memory',
    rateLimit: false,
    prepare: ({ pool }) => migrateDatabase(pool),
  })
  const server = startNext({
    mode: 'start',
    port,
    env: {
      ...neon.variables,
      NEON_AUTH_COOKIE_SECRET: randomBytes(32).toString('base64'),
      APP_URL: appUrl,
      OTEL_EXPORTER_OTLP_ENDPOINT: neon.consoleUrl,
      OTEL_BSP_SCHEDULE_DELAY: '100',
      OTEL_METRIC_EXPORT_INTERVAL: '200',
    },
    print: () => {},
  })
  const send = (path: string, body: unknown) =>
    fetch(`${appUrl}/api/auth/${path}`, {
      method: 'POST',
      headers: { Origin: appUrl, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  const read = async (path: string): Promise<unknown> =>
    (await fetch(`${neon.consoleUrl}/api/traces${path}`)).json()
  try {
    await server.ready
    const account = { name: 'Ada', email: 'ada@example.com', password: 'a secret of mine' }
    const cookie = (await send('sign-up/email', account)).headers
      .getSetCookie()
      .map((line) => line.split(';')[0] ?? '')
      // Without it, Neon Auth has to be asked.
      .filter((line) => !line.includes('session_data'))
      .join('; ')
    const page = await fetch(`${appUrl}/posts?q=sought`, {
      headers: { Cookie: cookie, 'X-Request-Id': 'the-request' },
    })
    expect(await page.text()).toContain(account.email)
    const reports = Array.from({ length: 31 }, () =>
      fetch(`${appUrl}/api/reports`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/reports+json' },
        body: JSON.stringify([{ type: 'deprecation', url: `${appUrl}/?q=sought` }]),
      }),
    )
    const statuses = (await Promise.all(reports)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(1)

    const spans = await vi.waitFor(
      async () => {
        const found = summaries.parse(await read('')).find(({ name }) => name === 'GET /posts')
        const all = trace.parse(await read(`/${found?.id}`)).spans
        expect(all.some(({ name }) => name === 'GET /posts')).toBe(true)
        return all
      },
      { timeout: 10_000, interval: 200 },
    )
    const byName = (name: string) => spans.find((span) => span.name === name)
    const ids = new Map(spans.map((span) => [span.id, span]))
    const pathOf = (span = spans[0]): string[] =>
      span ? [...(span.parent === null ? [] : pathOf(ids.get(span.parent))), span.name] : []
    // The proxy asks who is there, the page for its posts.
    expect(pathOf(byName('neon-auth get-session')).slice(-4, -1)).toEqual([
      'middleware GET',
      'session',
      'session',
    ])
    const statement = spans.find(({ attributes }) =>
      attributes['db.query.text']?.includes('from "posts"'),
    )
    expect(statement?.attributes['db.query.text']).toMatch(/\$1/)
    expect(pathOf(statement)).toContain('render route (app) /posts')
    expect(new Set(spans.map(({ attributes }) => attributes['request.id']))).toEqual(
      new Set(['the-request']),
    )
    await vi.waitFor(
      async () =>
        expect(await read('/metrics')).toMatchObject([
          { name: 'app.limit.hits', attributes: { limit: 'reports address' }, value: 1 },
        ]),
      { timeout: 10_000, interval: 200 },
    )
    const everything = await Promise.all(
      summaries.parse(await read('')).map(async ({ id }) => JSON.stringify(await read(`/${id}`))),
    )
    expect(everything.join()).not.toMatch(/sought|a secret of mine|ada@example/)
  } finally {
    await server.stop()
  }
})
