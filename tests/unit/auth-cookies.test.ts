import { SignJWT } from 'jose'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { maxImageLength, maxNameLength } from '@/lib/text'

const secret = 'a secret of thirty-two characters'
let cookie: typeof import('@/lib/auth/cookies')

beforeAll(async () => {
  vi.stubEnv('DATABASE_URL', 'postgresql://u:p@localhost/db')
  vi.stubEnv('NEON_AUTH_BASE_URL', 'http://localhost/auth')
  vi.stubEnv('NEON_AUTH_COOKIE_SECRET', secret)
  cookie = await import('@/lib/auth/cookies')
})

function session(
  changes: { name?: string; email?: string; image?: string; expiresAt?: Date; token?: string } = {},
) {
  const at = new Date()
  return {
    session: {
      id: crypto.randomUUID(),
      token: changes.token ?? 'token-one',
      userId: 'user',
      expiresAt: changes.expiresAt ?? new Date(Date.now() + 86_400_000),
      createdAt: at,
      updatedAt: at,
      userAgent: 'x'.repeat(5000),
    },
    user: {
      id: crypto.randomUUID(),
      name: changes.name ?? 'Ada',
      email: changes.email ?? 'ada@example.com',
      emailVerified: true,
      image: changes.image ?? null,
      createdAt: at,
      updatedAt: at,
    },
  }
}

describe('session_data', () => {
  it('is read back for the token it was minted for', async () => {
    const { value, maxAge } = await cookie.mintSessionData(session())
    expect(maxAge).toBe(300)
    const read = cookie.readSessionData('token-one.signature', value)
    expect(read?.user.name).toBe('Ada')
  })

  it('does not speak for another session', async () => {
    const { value } = await cookie.mintSessionData(session())
    expect(cookie.readSessionData('token-two.signature', value)).toBeUndefined()
    expect(cookie.readSessionData(undefined, value)).toBeUndefined()
  })

  it('counts only when signed with our secret, with HS256, and not expired', async () => {
    const payload = JSON.parse(JSON.stringify(session()))
    const sign = (key: string, expires: string) =>
      new SignJWT(payload)
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime(expires)
        .sign(new TextEncoder().encode(key))
    const read = (value: string) => cookie.readSessionData('token-one.x', value)

    expect(read(await sign(secret, '1h'))).toBeDefined()
    expect(read(await sign('another secret of 32 characters!!', '1h'))).toBeUndefined()
    expect(read(await sign(secret, '-1s'))).toBeUndefined()
    const unsigned = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(payload))}.`
    expect(read(unsigned)).toBeUndefined()
    expect(read('nonsense')).toBeUndefined()
  })

  it('does not outlive the session', async () => {
    const soon = await cookie.mintSessionData(session({ expiresAt: new Date(Date.now() + 60_000) }))
    expect(soon.maxAge).toBeLessThanOrEqual(60)
    const over = await cookie.mintSessionData(session({ expiresAt: new Date(Date.now() - 1000) }))
    expect(cookie.readSessionData('token-one.x', over.value)).toBeUndefined()
  })

  it('stays under 4 KB with the longest name, in any script', async () => {
    for (const letter of ['x', 'é', '山', '👩']) {
      const { value } = await cookie.mintSessionData(
        session({ name: letter.repeat(maxNameLength) }),
      )
      expect(`${cookie.sessionDataCookie}=${value}; Path=/`.length).toBeLessThan(4096)
    }
  })

  it('leaves out a picture with a longer address than ours may have', async () => {
    const address = (length: number) => 'https://example.com/'.padEnd(length, 'p')
    for (const [length, kept] of [
      [maxImageLength, true],
      [maxImageLength + 1, false],
    ] as const) {
      const { value } = await cookie.mintSessionData(session({ image: address(length) }))
      const read = await cookie.readSessionData('token-one.x', value)
      expect(read?.user.image).toBe(kept ? address(length) : null)
    }
  })

  it('is not set at all where a browser would drop it', async () => {
    const long = await cookie.mintSessionData(session({ email: `${'x'.repeat(3000)}@example.com` }))
    expect(long).toEqual({ value: '', maxAge: 0 })
  })
})
