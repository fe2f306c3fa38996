import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { defaultAuthSettings } from '../../src/auth/settings/settings'
import { startAuth, type AuthFixture } from './fixture'

let neon: AuthFixture
let cookie: string
beforeAll(async () => {
  neon = await startAuth()
  cookie = (await neon.signUp('ada@example.com')).cookie
})
beforeEach(async () => {
  await neon.auth.settings.set({ ...defaultAuthSettings, rateLimit: false })
})
afterAll(() => neon.stop())

const signIn = (origin: string | null, headers?: Record<string, string>) =>
  neon.post(
    '/sign-in/email',
    { email: 'ada@example.com', password: 'correct horse' },
    { origin, ...(headers && { headers }) },
  )
const rename = (origin: string | null) =>
  neon.post('/update-user', { name: 'Ada' }, { origin, cookie })

describe('the origin of a state-changing call', () => {
  it.each([
    'http://localhost',
    'http://localhost:1',
    'http://localhost:5173',
    'https://localhost:3443',
  ])('may be %s', async (origin) => {
    expect((await signIn(origin)).status).toBe(200)
    expect((await rename(origin)).status).toBe(200)
  })

  it.each([
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
    'https://evil.example',
    'http://localhost.evil.example',
    'http://evil.example/localhost:3000',
    'http://localhost:3000@evil.example',
    'http://sub.localhost:3000',
    'http://localhost:3000.evil.test',
    'http://localhost:3000.evil.test:80',
    'http://localhost:evil.test',
    'http://localhost:99999',
  ])('may not be %s', async (origin) => {
    const refused = { status: 403, json: { code: 'INVALID_ORIGIN', message: 'Invalid origin' } }
    expect(await signIn(origin)).toMatchObject(refused)
    expect(await rename(origin)).toMatchObject(refused)
  })

  it.each([null, 'null', ''])('may not be missing (%j)', async (origin) => {
    const refused = { status: 403, json: { code: 'MISSING_OR_NULL_ORIGIN' } }
    expect(await signIn(origin)).toMatchObject(refused)
    expect(await rename(origin)).toMatchObject(refused)
    const { rows } = await neon.pool.query('SELECT name FROM neon_auth."user"')
    expect(rows).not.toContainEqual({ name: 'Mallory' })
  })

  it('may come from the Referer', async () => {
    expect((await signIn(null, { referer: 'http://localhost:3000/auth/sign-in' })).status).toBe(200)
    expect((await signIn(null, { referer: 'https://evil.example/' })).status).toBe(403)
  })

  it('is not asked for to read the session', async () => {
    const answer = await neon.get('/get-session', { cookie, origin: null })
    expect(answer).toMatchObject({ status: 200, json: { user: { email: 'ada@example.com' } } })
    expect((await neon.get('/get-session', { origin: null })).json).toBeNull()
  })
})

describe('the settings', () => {
  it('stop trusting localhost', async () => {
    await neon.auth.settings.set({ allowLocalhost: false })
    expect((await signIn('http://localhost:3000')).status).toBe(403)
  })

  it('add origins, with wildcards', async () => {
    await neon.auth.settings.set({
      trustedOrigins: ['http://127.0.0.1:3000', 'https://*.preview.example'],
    })
    expect((await signIn('http://127.0.0.1:3000')).status).toBe(200)
    expect((await signIn('http://127.0.0.1:3001')).status).toBe(403)
    expect((await signIn('https://one.preview.example')).status).toBe(200)
    expect((await signIn('http://one.preview.example')).status).toBe(403)
    expect((await signIn('https://one.preview.example.evil.example')).status).toBe(403)
  })

  it('count when they are changed by SQL, from the next request on', async () => {
    await neon.pool.query(
      `UPDATE neon_auth.project_config SET email_and_password =
         jsonb_set(email_and_password, '{disableSignUp}', 'true')`,
    )
    const body = { name: 'B', email: 'bo@example.com', password: 'correct horse' }
    expect(await neon.post('/sign-up/email', body)).toMatchObject({
      status: 400,
      json: { code: 'EMAIL_PASSWORD_SIGN_UP_DISABLED' },
    })
    expect((await neon.auth.settings.get()).signUpEnabled).toBe(false)
    await neon.auth.settings.set({ signUpEnabled: true })
    expect((await neon.post('/sign-up/email', body)).status).toBe(200)
  })

  it('survive an emptied or mangled table', async () => {
    await neon.pool.query(`UPDATE neon_auth.project_config SET plugin_configs = '[1]',
      trusted_origins = '{"a": 1}', email_and_password = '"x"', social_providers = '7'`)
    expect((await neon.auth.settings.get()).magicLink).toBe(false)
    await neon.pool.query('DELETE FROM neon_auth.project_config')
    expect(await neon.auth.settings.get()).toEqual({ ...defaultAuthSettings, rateLimit: false })
  })

  it('refuse what is no setting, and change nothing then', async () => {
    const before = await neon.auth.settings.get()
    const wrong = [{ trustedOrigins: ['not an origin'] }, { magicLinkMinutes: 1 }, { unknown: 1 }]
    for (const changes of wrong) await expect(neon.auth.settings.set(changes)).rejects.toThrow()
    await neon.auth.settings.set({ magicLink: undefined })
    expect(await neon.auth.settings.get()).toEqual(before)
  })

  it('switch e-mail and password off altogether', async () => {
    await neon.auth.settings.set({ emailPasswordEnabled: false })
    expect((await signIn('http://localhost:3000')).status).toBe(400)
  })
})

describe('addresses to return to', () => {
  const foreign = 'https://evil.example/steal'

  it('must be trusted', async () => {
    const email = 'ada@example.com'
    const body = { email, password: 'correct horse', callbackURL: foreign }
    expect(await neon.post('/sign-in/email', body)).toMatchObject({
      status: 403,
      json: { code: 'INVALID_CALLBACKURL', message: 'Invalid callbackURL' },
    })
    expect(
      await neon.post('/request-password-reset', { email, redirectTo: foreign }),
    ).toMatchObject({
      status: 403,
      json: { code: 'INVALID_REDIRECTTO', message: 'Invalid redirectTo' },
    })
    const verify = `/verify-email?token=x&callbackURL=${encodeURIComponent(foreign)}`
    expect(await neon.get(verify)).toMatchObject({
      status: 403,
      json: { code: 'INVALID_CALLBACKURL' },
    })
  })

  it('may be paths, but not of another host', async () => {
    const email = 'ada@example.com'
    const reset = (redirectTo: string) =>
      neon.post('/request-password-reset', { email, redirectTo })
    expect((await reset('/auth/reset-password')).status).toBe(200)
    expect((await reset('http://localhost:3000/auth/reset-password')).status).toBe(200)
    for (const trick of ['//evil.example', '/\\evil.example', '/%5cevil.example']) {
      expect((await reset(trick)).status).toBe(403)
    }
  })
})

describe('an address that only begins like a trusted one', () => {
  const tricks = [
    'http://localhost:3000.evil.test/reset',
    'http://localhost:evil.test',
    'https://one.preview.example:x.evil.test',
  ]
  beforeEach(() =>
    neon.auth.settings.set({ trustedOrigins: ['https://*.preview.example', 'https://*:8443'] }),
  )

  it.each(tricks)('%s gets no link and no redirect', async (redirectTo) => {
    const email = 'ada@example.com'
    const refused = { status: 403, json: { code: 'INVALID_REDIRECTTO' } }
    expect(await neon.post('/request-password-reset', { email, redirectTo })).toMatchObject(refused)

    await neon.post('/request-password-reset', { email, redirectTo: 'http://localhost:3000/reset' })
    const { links } = await neon.auth.mailbox.waitFor(({ to }) => to === email)
    const link = new URL(links[0] ?? '')
    link.searchParams.set('callbackURL', redirectTo)
    const answer = await neon.get(link.href.slice(neon.baseUrl.length))
    expect(answer).toMatchObject({ status: 403, json: { code: 'INVALID_CALLBACKURL' } })
    expect(answer.headers.get('location')).toBeNull()

    const social = { provider: 'google', callbackURL: redirectTo }
    expect((await neon.post('/sign-in/social', social)).status).toBe(403)
  })
})

describe('scripts of other origins', () => {
  const fromBrowser = { 'access-control-request-method': 'POST' }

  it('may use the session when their origin is trusted', async () => {
    const preflight = await neon.call('OPTIONS', '/sign-in/email', {
      origin: 'http://localhost:5173',
      headers: { ...fromBrowser, 'access-control-request-headers': 'content-type' },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('http://localhost:5173')
    expect(preflight.headers.get('access-control-allow-credentials')).toBe('true')
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type')

    const answer = await neon.get('/get-session', { cookie, origin: 'http://localhost:5173' })
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:5173')
    expect(answer.headers.get('access-control-expose-headers')).toContain('set-auth-jwt')
  })

  it('get nothing when it is not', async () => {
    const origin = 'https://evil.example'
    const options = { origin, cookie, headers: fromBrowser }
    for (const answer of [
      await neon.call('OPTIONS', '/get-session', options),
      await neon.get('/get-session', options),
    ]) {
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
    }
  })
})

describe('paths that Neon Auth does not have', () => {
  it.each([
    // The SDK's server methods call these in vain, as in the cloud.
    ['POST', '/revoke-all-sessions'],
    ['POST', '/verify-email'],
    ['GET', '/jwt'],
    ['GET', '/get-access-token'],
    ['GET', '/admin/list-user-sessions'],
    ['GET', '/organization/check-slug'],
    ['POST', '/email-otp/passcode'],
    // Better Auth has these; Neon Auth does not.
    ['POST', '/change-email'],
    ['POST', '/email-otp/request-email-change'],
    ['POST', '/email-otp/change-email'],
    ['POST', '/update-session'],
    ['POST', '/set-password'],
    ['POST', '/verify-password'],
    ['POST', '/two-factor/enable'],
    ['GET', '/passkey/generate-register-options'],
    ['POST', '/sign-in/sso'],
    ['POST', '/api-key/create'],
    ['POST', '/sign-in/anonymous'],
    ['GET', '/jwks'],
    // Off by default.
    ['POST', '/sign-in/magic-link'],
    ['GET', '/magic-link/verify?token=x'],
    // They don't exist.
    ['GET', '/'],
    ['GET', '/nothing'],
    ['GET', '/get-session/'],
    ['GET', '//get-session'],
    ['DELETE', '/get-session'],
  ])('%s %s is 404', async (method, path) => {
    const body = method === 'POST' ? { body: {} } : {}
    expect((await neon.call(method, path, { cookie, ...body })).status).toBe(404)
  })

  it('gives the SDK a 404 for its methods without an endpoint', async () => {
    const sdk = neon.sdk()
    await sdk.signIn.email({ email: 'ada@example.com', password: 'correct horse' })
    expect((await sdk.revokeOtherSessions()).error?.status).toBe(404)
    expect((await sdk.jwks()).error?.status).toBe(404)
  })

  it('answers 404 outside the base path', async () => {
    const { origin } = new URL(neon.baseUrl)
    for (const path of ['/', '/neondb', '/neondb/auth', '/neondb/author/get-session', '/sql']) {
      expect((await fetch(`${origin}${path}`)).status).toBe(404)
    }
  })

  it('has the real endpoint for ending the other sessions', async () => {
    const here = (await neon.signUp('cy@example.com')).cookie
    const there = await neon.post('/sign-in/email', {
      email: 'cy@example.com',
      password: 'correct horse',
    })
    expect((await neon.post('/revoke-other-sessions', {}, { cookie: here })).status).toBe(200)
    const other = there.cookies[0]?.split(';')[0] ?? ''
    expect((await neon.get('/get-session', { cookie: other })).json).toBeNull()
    expect((await neon.get('/get-session', { cookie: here })).json).not.toBeNull()
  })
})
