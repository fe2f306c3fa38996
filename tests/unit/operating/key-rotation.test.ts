import { beforeEach, describe, expect, it, vi } from 'vitest'

const [old, fresh] = [
  'the key before with thirty-two characters',
  'the new key with thirty-two characters',
]
const token = 'token-one.signature'
const at = new Date()
const session = {
  session: {
    id: 'session',
    token: 'token-one',
    userId: 'user',
    expiresAt: new Date(Date.now() + 86_400_000),
    createdAt: at,
    updatedAt: at,
  },
  user: {
    id: 'user',
    name: 'Ada',
    email: 'ada@example.com',
    emailVerified: true,
    createdAt: at,
    updatedAt: at,
  },
}

beforeEach(() => {
  vi.stubEnv('DATABASE_URL', 'postgresql://u:p@localhost/db')
  vi.stubEnv('NEON_AUTH_BASE_URL', 'http://localhost/auth')
})

/** The app's modules on a server with this secret. */
async function server(secret: string) {
  vi.resetModules()
  vi.stubEnv('NEON_AUTH_COOKIE_SECRET', secret)
  return {
    ...(await import('@/lib/auth/cookies')),
    ...(await import('@/lib/auth/flow/reset-link')),
  }
}

describe('a key that is being replaced', () => {
  it('is still believed, and signs nothing any more', async () => {
    const before = await (await server(old)).mintSessionData(session)
    const both = await server(`${fresh}, ${old}`)
    expect(both.readSessionData(token, before.value)).toMatchObject({ user: { name: 'Ada' } })
    const anew = await both.mintSessionData(session)

    const after = await server(fresh)
    expect(after.readSessionData(token, anew.value)).toMatchObject({ user: { name: 'Ada' } })
    expect(after.readSessionData(token, before.value)).toBeUndefined()
  })

  it('is not believed when somebody else signed', async () => {
    const forged = await (await server('x'.repeat(32))).mintSessionData(session)
    const both = await server(`${fresh},${old}`)
    expect(both.readSessionData(token, forged.value)).toBeUndefined()
  })

  it('still opens the links that were mailed before', async () => {
    const sealed = await (await server(old)).sealAddress('ada@example.com')
    expect(await (await server(`${fresh},${old}`)).openAddress(sealed)).toBe('ada@example.com')
    expect(await (await server(fresh)).openAddress(sealed)).toBeUndefined()
  })

  it('has to be long enough, each of the two', async () => {
    await expect(server(`${fresh},short`)).rejects.toThrow(
      /NEON_AUTH_COOKIE_SECRET must have at least 32 characters/,
    )
    await expect(server(`${fresh},`)).rejects.toThrow(/NEON_AUTH_COOKIE_SECRET/)
  })
})
