import { createHmac } from 'node:crypto'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

const secret = 'a secret of thirty-two characters'
let asked: typeof import('@/lib/auth/asked-upstream')

beforeAll(async () => {
  vi.stubEnv('DATABASE_URL', 'postgresql://u:p@localhost/db')
  vi.stubEnv('NEON_AUTH_BASE_URL', 'http://localhost/auth')
  vi.stubEnv('NEON_AUTH_COOKIE_SECRET', secret)
  asked = await import('@/lib/auth/asked-upstream')
})

describe('the proof that Neon Auth was asked for this request', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('counts for its cookie, for seconds', () => {
    const proof = asked.proveAsked('cookie')
    expect(asked.wasAsked(proof, 'cookie')).toBe(true)
    vi.advanceTimersByTime(4999)
    expect(asked.wasAsked(proof, 'cookie')).toBe(true)
    vi.advanceTimersByTime(2)
    expect(asked.wasAsked(proof, 'cookie')).toBe(false)
  })

  it('counts for no other cookie', () => {
    const proof = asked.proveAsked('cookie')
    expect(asked.wasAsked(proof, 'another')).toBe(false)
    expect(asked.wasAsked(proof, undefined)).toBe(false)
  })

  it('cannot be made without the secret, nor its time be changed', () => {
    const [at, signature] = asked.proveAsked('cookie').split('.')
    const forged = createHmac('sha256', 'another secret')
      .update(`asked-upstream:${at}:cookie`)
      .digest('base64url')
    expect(asked.wasAsked(`${at}.${forged}`, 'cookie')).toBe(false)
    vi.advanceTimersByTime(6000)
    expect(asked.wasAsked(`${Date.now()}.${signature}`, 'cookie')).toBe(false)
  })

  it('is not one from the future', () => {
    const proof = asked.proveAsked('cookie')
    vi.setSystemTime(Date.now() - 1000)
    expect(asked.wasAsked(proof, 'cookie')).toBe(false)
  })

  it.each([null, '', '.', 'x.y', `${'9'.repeat(40)}.x`, 'a.b.c'])('is not %j', (proof) => {
    expect(asked.wasAsked(proof, 'cookie')).toBe(false)
  })
})
