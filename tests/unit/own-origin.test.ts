import { beforeEach, describe, expect, it, vi } from 'vitest'

beforeEach(() => {
  vi.resetModules()
  vi.unstubAllEnvs()
  vi.stubEnv('DATABASE_URL', 'postgresql://u:p@localhost/db')
  vi.stubEnv('NEON_AUTH_BASE_URL', 'http://localhost/auth')
  vi.stubEnv('NEON_AUTH_COOKIE_SECRET', 'x'.repeat(32))
})

async function ownOrigin(host: string, environment: Record<string, string> = {}) {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  const { ownOrigin: read } = await import('@/lib/http/own-origin')
  return read(new Headers({ host }))
}

describe('ownOrigin', () => {
  it('believes the Host header on this machine alone', async () => {
    expect(await ownOrigin('localhost:3000')).toBe('http://localhost:3000')
    expect(await ownOrigin('127.0.0.1')).toBe('http://127.0.0.1')
    expect(await ownOrigin('evil.example')).toBeUndefined()
    expect(await ownOrigin('localhost.evil.example')).toBeUndefined()
    expect(await ownOrigin('localhost@evil.example')).toBeUndefined()
  })

  it('prefers APP_URL to everything', async () => {
    const origin = await ownOrigin('evil.example', {
      APP_URL: 'https://app.example.com',
      VERCEL_URL: 'x.vercel.app',
    })
    expect(origin).toBe('https://app.example.com')
  })

  it("takes Vercel's production domain in production and the deployment's elsewhere", async () => {
    const vercel = {
      VERCEL_URL: 'x-1.vercel.app',
      VERCEL_PROJECT_PRODUCTION_URL: 'app.example.com',
    }
    expect(await ownOrigin('evil.example', { ...vercel, VERCEL_ENV: 'production' })).toBe(
      'https://app.example.com',
    )
    vi.resetModules()
    expect(await ownOrigin('evil.example', { ...vercel, VERCEL_ENV: 'preview' })).toBe(
      'https://x-1.vercel.app',
    )
  })
})

describe('isOwnOrigin', () => {
  async function isOwn(
    headers: Record<string, string>,
    environment: Record<string, string> = {},
  ): Promise<boolean> {
    vi.resetModules()
    vi.stubEnv('APP_URL', '')
    vi.stubEnv('TRUSTED_PROXIES', '')
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
    const { isOwnOrigin } = await import('@/lib/http/own-origin')
    return isOwnOrigin({ headers: new Headers(headers) })
  }
  const origin = 'https://app.example.test'
  const evil = 'https://evil.test'

  it('counts nothing but APP_URL where that is set', async () => {
    const environment = { APP_URL: `${origin}/`, TRUSTED_PROXIES: '1' }
    expect(await isOwn({ origin, host: 'internal:3000' }, environment)).toBe(true)
    for (const other of [evil, 'http://app.example.test', `${origin}:8443`, 'null', '']) {
      const headers = { origin: other, host: 'evil.test', 'x-forwarded-host': 'evil.test' }
      expect(await isOwn(headers, environment), other).toBe(false)
    }
  })

  it('takes the host that the request was sent to, by https or on this machine', async () => {
    expect(await isOwn({ origin, host: 'app.example.test' })).toBe(true)
    expect(await isOwn({ origin, host: 'app.example.test:443' })).toBe(true)
    expect(await isOwn({ origin, host: 'app.example.test:8443' })).toBe(false)
    expect(await isOwn({ origin: 'http://localhost:3000', host: 'localhost:3000' })).toBe(true)
    expect(await isOwn({ origin: 'http://localhost', host: 'localhost:80' })).toBe(true)
    expect(await isOwn({ origin: 'http://app.example.test', host: 'app.example.test' })).toBe(false)
    expect(await isOwn({ origin: 'ftp://localhost', host: 'localhost' })).toBe(false)
  })

  it.each([
    'https://user@app.example.test',
    'https://app.example.test/',
    'https://app.example.test:443',
    'https://APP.example.test',
    'https://app.example.test, https://evil.test',
    'null',
    '',
  ])('takes "%s" for no origin', async (odd) => {
    expect(await isOwn({ origin: odd, host: 'app.example.test' })).toBe(false)
  })

  it('takes no host with userinfo or a path', async () => {
    for (const host of ['x@app.example.test', 'app.example.test/x', 'app.example.test#', '']) {
      expect(await isOwn({ origin, host }), host).toBe(false)
    }
  })

  it('believes X-Forwarded-Host of trusted proxies alone', async () => {
    const forged = { origin: evil, host: 'app.example.test', 'x-forwarded-host': 'evil.test' }
    expect(await isOwn(forged)).toBe(false)
    expect(await isOwn(forged, { TRUSTED_PROXIES: '0' })).toBe(false)
    const proxied = { origin, host: 'internal', 'x-forwarded-host': 'app.example.test:443' }
    expect(await isOwn(proxied)).toBe(false)
    expect(await isOwn(proxied, { TRUSTED_PROXIES: '1' })).toBe(true)
    expect(await isOwn(proxied, { VERCEL: '1' })).toBe(true)
    const appended = { ...forged, 'x-forwarded-host': 'evil.test, app.example.test' }
    expect(await isOwn(appended, { TRUSTED_PROXIES: '1' })).toBe(false)
    expect(await isOwn({ ...appended, origin }, { TRUSTED_PROXIES: '1' })).toBe(true)
  })

  it('holds the scheme to what a trusted proxy says', async () => {
    const proxied = { host: 'app.example.test', 'x-forwarded-proto': 'http' }
    const environment = { TRUSTED_PROXIES: '1' }
    expect(await isOwn({ ...proxied, origin }, environment)).toBe(false)
    expect(await isOwn({ ...proxied, origin: 'http://app.example.test' }, environment)).toBe(true)
    expect(await isOwn({ ...proxied, origin: 'http://app.example.test' })).toBe(false)
  })

  it("believes the browser where it sends no origin, if it says that the page is the app's", async () => {
    expect(await isOwn({ 'sec-fetch-site': 'same-origin' })).toBe(true)
    for (const site of ['same-site', 'cross-site', 'none', '']) {
      expect(await isOwn({ 'sec-fetch-site': site })).toBe(false)
    }
  })
})
