import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const lines: Record<string, unknown>[] = []
let server: Server | undefined

beforeEach(async () => {
  vi.resetModules()
  vi.unstubAllEnvs()
  vi.stubEnv('DATABASE_URL', 'postgresql://u:p@localhost/db')
  vi.stubEnv('NEON_AUTH_BASE_URL', 'http://localhost/auth')
  vi.stubEnv('NEON_AUTH_COOKIE_SECRET', 'x'.repeat(32))
  const { processState } = await import('@/lib/server/process-state')
  processState.said.clear()
  lines.length = 0
  for (const level of ['warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((text) => void lines.push(JSON.parse(text)))
  }
})
afterEach(() => server?.close())

describe('APP_URL', () => {
  const warnings = async (variables: Record<string, string>) => {
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
    const { warnWithoutAppUrl } = await import('@/lib/http/app-url')
    warnWithoutAppUrl()
    return lines
  }

  it('is missed at the start in production, with what will not work', async () => {
    expect(await warnings({ NODE_ENV: 'production' })).toMatchObject([
      {
        level: 'warn',
        event: 'app-url.missing',
        advice: expect.stringMatching(/password.*provider/),
      },
    ])
  })

  it.each<Record<string, string>>([
    { NODE_ENV: 'production', APP_URL: 'https://app.example.com' },
    { NODE_ENV: 'production', VERCEL: '1' },
    { NODE_ENV: 'development' },
  ])('is not missed with %o', async (variables) => {
    expect(await warnings(variables)).toEqual([])
  })

  it('is named when something fails for want of it', async () => {
    const { missesAppUrl } = await import('@/lib/http/app-url')
    const id = missesAppUrl('password reset')
    expect(lines).toMatchObject([
      { level: 'error', event: 'app-url.missing', what: 'password reset', id },
    ])
  })
})

describe('TRUSTED_PROXIES', () => {
  /** Sends two requests with a proxy's header; returns the log. */
  async function watch(variables: Record<string, string>, header = 'X-Forwarded-For') {
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
    const { watchForProxies } = await import('@/lib/http/trusted-proxies')
    watchForProxies()
    server = createServer((_, response) => response.end()).listen(0, 'localhost')
    await once(server, 'listening')
    const address = server.address()
    const url = `http://localhost:${typeof address === 'object' ? address?.port : ''}`
    await fetch(url)
    expect(lines).toEqual([])
    for (let n = 0; n < 2; n++) await fetch(url, { headers: { [header]: '203.0.113.1' } })
    return lines
  }

  it.each<Record<string, string>>([
    { TRUSTED_PROXIES: '0' },
    { TRUSTED_PROXIES: '1' },
    { CLIENT_ADDRESS_HEADER: 'cf-connecting-ip' },
    { VERCEL: '1' },
  ])('says nothing where it is settled: %o', async (variables) => {
    expect(await watch(variables)).toEqual([])
  })

  it('is asked for once where a proxy is not believed', async () => {
    expect(await watch({})).toMatchObject([
      {
        level: 'warn',
        event: 'proxy.not-believed',
        header: 'x-forwarded-for',
        advice: expect.stringContaining('TRUSTED_PROXIES'),
      },
    ])
  })
})

it('a form from an address that is not known as our own is said once, with what settles it', async () => {
  const { NextRequest } = await import('next/server')
  const { refuse } = await import('@/lib/http/refusal')
  for (let n = 0; n < 2; n++) {
    const request = new NextRequest('https://internal/', {
      method: 'POST',
      headers: { origin: 'https://app.example.com', host: 'internal' },
    })
    expect((await refuse(request, 1024))?.status).toBe(403)
  }
  expect(lines).toMatchObject([
    {
      event: 'origin.refused',
      origin: 'https://app.example.com',
      advice: expect.stringMatching(/APP_URL.*TRUSTED_PROXIES/),
    },
  ])
})
