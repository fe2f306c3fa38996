import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRateLimitStorage } from '../../src/auth/rate-limit'
import { startAuth, startDatabase, type AuthFixture } from './fixture'

describe('rate limits, on by default', () => {
  let database: Awaited<ReturnType<typeof startDatabase>>
  beforeAll(async () => {
    database = await startDatabase()
    return () => database.stop()
  })

  // Each test gets its own server: the counters are in its memory.
  let neon: AuthFixture
  beforeEach(async () => {
    neon = await startAuth({ rateLimit: true }, database.pool)
    return () => neon.stop()
  })

  const signIn = (headers?: Record<string, string>) =>
    neon.post(
      '/sign-in/email',
      { email: 'ada@example.com', password: 'correct horse' },
      headers && { headers },
    )

  it('allow three sign-ins in ten seconds, and say when to come back', async () => {
    for (let n = 0; n < 3; n++) expect((await signIn()).status).toBe(401)
    const refused = await signIn()
    expect(refused).toMatchObject({
      status: 429,
      json: { message: 'Too many requests. Please try again later.' },
    })
    const seconds = Number(refused.headers.get('x-retry-after'))
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(10)

    expect((await neon.get('/get-session')).status).toBe(200)
  })

  it('count per client, who is the first in X-Forwarded-For, else the socket', async () => {
    const from = (address: string) => signIn({ 'x-forwarded-for': address })
    for (let n = 0; n < 3; n++) expect((await from('203.0.113.7')).status).toBe(401)
    expect((await from('203.0.113.7')).status).toBe(429)
    expect((await from('203.0.113.7, 198.51.100.2')).status).toBe(429)
    expect((await from('198.51.100.2, 203.0.113.7')).status).toBe(401)
    expect((await from('2001:db8::1')).status).toBe(401)

    for (let n = 0; n < 3; n++) expect((await signIn()).status).toBe(401)
    for (const noAddress of ['', 'unknown', 'x, 203.0.113.9', '203.0.113.7:80']) {
      expect((await from(noAddress)).status).toBe(429)
    }
    expect((await signIn({ 'x-local-neon-client-address': '203.0.113.8' })).status).toBe(429)
  })

  it('see the same address that a session keeps', async () => {
    const answer = await neon.post(
      '/sign-up/email',
      { name: 'Ada', email: 'ip@example.com', password: 'correct horse' },
      { headers: { 'x-forwarded-for': '203.0.113.7, 10.0.0.1' } },
    )
    expect(answer.status).toBe(200)
    const { rows } = await neon.pool.query(
      `SELECT "ipAddress" FROM neon_auth.session s JOIN neon_auth."user" u ON u.id = s."userId"
        WHERE email = 'ip@example.com'`,
    )
    expect(rows).toEqual([{ ipAddress: '203.0.113.7' }])
  })

  it('reach the app through the SDK as a 429', async () => {
    const sdk = neon.sdk()
    const attempt = () => sdk.signIn.email({ email: 'a@b.example', password: 'correct horse' })
    for (let n = 0; n < 3; n++) expect((await attempt()).error?.status).toBe(401)
    expect((await attempt()).error).toMatchObject({ status: 429 })
  })

  it.each([
    ['/sign-up/email', { name: 'A', email: 'x', password: 'short' }],
    ['/change-password', { currentPassword: 'a', newPassword: 'b' }],
    ['/request-password-reset', { email: 'ada@example.com' }],
    ['/send-verification-email', { email: 'ada@example.com' }],
    ['/email-otp/send-verification-otp', { email: 'ada@example.com', type: 'sign-in' }],
    ['/email-otp/verify-email', { email: 'ada@example.com', otp: '123456' }],
    ['/sign-in/email-otp', { email: 'ada@example.com', otp: '123456' }],
  ])('allow three calls of %s', async (path, body) => {
    for (let n = 0; n < 3; n++) expect((await neon.post(path, body)).status).not.toBe(429)
    expect((await neon.post(path, body)).status).toBe(429)
  })

  it('allow a hundred calls of anything else', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 101; n++) statuses.push((await neon.get('/get-session')).status)
    expect(statuses.slice(0, 100).every((status) => status === 200)).toBe(true)
    expect(statuses[100]).toBe(429)
  })

  it('can be switched off while running', async () => {
    for (let n = 0; n < 4; n++) await signIn()
    await neon.auth.settings.set({ rateLimit: false })
    expect((await signIn()).status).toBe(401)
  })
})

describe('two servers in one process', () => {
  let one: AuthFixture
  let two: AuthFixture
  beforeAll(async () => {
    ;[one, two] = await Promise.all([
      startAuth({ rateLimit: true }),
      startAuth({ rateLimit: true }),
    ])
  })
  afterAll(async () => {
    await Promise.all([one.stop(), two.stop()])
  })

  it('count, mail and sign for themselves', async () => {
    const body = { email: 'ada@example.com', type: 'sign-in' }
    for (let n = 0; n < 4; n++) await one.post('/email-otp/send-verification-otp', body)
    expect((await two.post('/email-otp/send-verification-otp', body)).status).toBe(200)
    expect(one.auth.mailbox.list()).toHaveLength(3)
    expect(two.auth.mailbox.list()).toHaveLength(1)

    const { cookie } = await one.signUp('bo@example.com')
    expect((await one.get('/get-session', { cookie })).json).not.toBeNull()
    expect((await two.get('/get-session', { cookie })).json).toBeNull()
  })
})

describe('the counters', () => {
  it('start anew when the window has passed since the last counted call', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const storage = createRateLimitStorage()
      const rule = { window: 10, max: 2 }
      const consume = () => storage.consume('127.0.0.1|/sign-in/email', rule)
      expect(await consume()).toEqual({ allowed: true, retryAfter: null })
      vi.advanceTimersByTime(6_000)
      expect(await consume()).toEqual({ allowed: true, retryAfter: null })
      vi.advanceTimersByTime(6_000)
      expect(await consume()).toEqual({ allowed: false, retryAfter: 4 })
      vi.advanceTimersByTime(4_001)
      expect(await consume()).toEqual({ allowed: true, retryAfter: null })
    } finally {
      vi.useRealTimers()
    }
  })
})
