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
