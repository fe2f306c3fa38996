import { beforeAll, describe, expect, it, vi } from 'vitest'

let api: typeof import('@/lib/auth/api-input')

beforeAll(async () => {
  vi.stubEnv('DATABASE_URL', 'postgresql://u:p@localhost/db')
  vi.stubEnv('NEON_AUTH_BASE_URL', 'http://localhost/auth')
  vi.stubEnv('NEON_AUTH_COOKIE_SECRET', 'a secret of thirty-two characters')
  vi.stubEnv('AUTH_PROVIDERS', 'google')
  api = await import('@/lib/auth/api-input')
})

const origin = 'https://app.example.com'
type Path = (typeof api.postPaths)[number]
const check = (path: Path, body: unknown) =>
  api.checkApiInput(path, typeof body === 'string' ? body : JSON.stringify(body), origin)

const account = { name: 'Ada', email: ' Ada@Example.com ', password: 'correct horse battery' }

describe('checkApiInput', () => {
  it('counts sign-ups and sign-ins for the address as it is stored', () => {
    const { name, password } = account
    const email = 'ada@example.com'
    expect(check('sign-up/email', account)).toEqual({
      path: 'sign-up/email',
      body: { name, email, password },
    })
    expect(check('sign-in/email', { email: account.email, password })).toEqual({
      path: 'sign-in/email',
      body: { email, password },
    })
    expect(check('sign-in/social', { provider: 'google' })).toEqual({
      path: 'sign-in/social',
      body: { provider: 'google' },
    })
  })

  it.each(['{', '[]', '"text"', 'null'])('refuses the body %s', (body) => {
    expect(check('sign-out', body)).toBeUndefined()
  })

  it('takes no body for none', () => {
    expect(check('sign-out', '')).toEqual({ path: 'sign-out', body: {} })
  })

  it.each([
    { ...account, name: '' },
    { ...account, name: 'a\u202Eb' },
    { ...account, password: 'short' },
    { ...account, password: 'password1' },
    { ...account, password: ['correct horse battery'] },
    { ...account, password: undefined },
    { ...account, password: 'ada@example.com' },
    { ...account, image: `http://example.com/${'p'.repeat(6000)}` },
    { ...account, image: 'https://example.com/a.png' },
    { ...account, role: 'admin' },
    { ...account, emailVerified: true },
  ])('makes no account of %j', (body) => {
    expect(check('sign-up/email', body)).toBeUndefined()
  })

  it.each([
    ['sign-in/email', { email: account.email, password: 'x', rememberMe: false }],
    ['sign-in/email', { email: 'ada@', password: 'x' }],
    ['sign-in/email', { email: account.email, password: '' }],
    ['sign-in/social', { provider: 'google', scopes: ['repo'] }],
    ['sign-in/social', { provider: 'github' }],
    ['sign-in/social', {}],
    ['sign-out', { all: true }],
  ] as const)('takes for %s no %j, as no form of ours does', (path, body) => {
    expect(check(path, body)).toBeUndefined()
  })

  it.each(['callbackURL', 'errorCallbackURL', 'newUserCallbackURL'])(
    'takes only addresses of our own as %s',
    (name) => {
      const social = (address: unknown) =>
        check('sign-in/social', { provider: 'google', [name]: address }) !== undefined
      expect([social('/posts'), social(`${origin}/posts`)]).toEqual([true, true])
      const foreign = ['https://evil.example/', '//evil.example', 'javascript:alert(1)', 7, null]
      for (const address of foreign) expect(social(address)).toBe(false)
    },
  )
})
