import { describe, expect, it } from 'vitest'
import { checkApiInput } from '@/lib/auth/api-input'

const origin = 'https://app.example.com'
const check = (path: string, body: unknown) =>
  checkApiInput(path, typeof body === 'string' ? body : JSON.stringify(body), origin)

const account = { name: 'Ada', email: ' Ada@Example.com ', password: 'correct horse battery' }

describe('checkApiInput', () => {
  it('counts sign-ups and sign-ins for the address as it is stored', () => {
    const email = 'ada@example.com'
    expect(check('sign-up/email', account)).toEqual({ ok: true, limit: 'sign-up', email })
    expect(check('sign-in/email', account)).toEqual({ ok: true, limit: 'sign-in', email })
    expect(check('sign-in/social', { provider: 'google' })).toEqual({ ok: true, limit: 'sign-in' })
  })

  it.each(['{', '[]', '"text"', 'null'])('refuses the body %s', (body) => {
    expect(check('sign-out', body)).toEqual({ ok: false })
  })

  it('takes no body for none', () => {
    expect(check('sign-out', '')).toEqual({ ok: true })
  })

  it.each([
    { ...account, name: '' },
    { ...account, name: 'a\u202Eb' },
    { ...account, password: 'short' },
    { ...account, password: 'password1' },
    { ...account, password: ['correct horse battery'] },
    { ...account, password: undefined },
  ])('makes no account of %j', (body) => {
    expect(check('sign-up/email', body)).toEqual({ ok: false })
  })

  it.each(['callbackURL', 'errorCallbackURL', 'newUserCallbackURL'])(
    'takes only addresses of our own as %s',
    (name) => {
      const social = (address: unknown) => check('sign-in/social', { [name]: address }).ok
      expect([social('/posts'), social(`${origin}/posts`)]).toEqual([true, true])
      const foreign = ['https://evil.example/', '//evil.example', 'javascript:alert(1)', 7, null]
      for (const address of foreign) expect(social(address)).toBe(false)
    },
  )
})
