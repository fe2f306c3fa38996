import { get as httpGet } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { defaultAuthSettings } from '../../src/auth/settings/settings'
import { cookieOf, startAuth, type AuthFixture } from './fixture'

let neon: AuthFixture
beforeAll(async () => {
  neon = await startAuth()
})
beforeEach(async () => {
  await neon.auth.settings.set({ ...defaultAuthSettings, rateLimit: false })
  neon.auth.mailbox.clear()
})
afterAll(() => neon.stop())

const password = 'correct horse'
const mails = () => neon.auth.mailbox.list()
const codeFor = async (email: string) =>
  (await neon.auth.mailbox.waitFor((mail) => mail.to === email)).code ?? ''
const linkFor = async (email: string) =>
  (await neon.auth.mailbox.waitFor((mail) => mail.to === email)).links[0] ?? ''
/** Opens an emailed link like a browser, without following redirects. */
const open = (link: string) => neon.get(link.slice(neon.baseUrl.length), { origin: null })
const wrong = (code: string) => (code === '000000' ? '111111' : '000000')
const expire = () =>
  neon.pool.query(`UPDATE neon_auth.verification SET "expiresAt" = now() - interval '1 second'`)

describe('verification at sign-up', () => {
  const email = 'ada@example.com'
  const signUp = (address = email) =>
    neon.post('/sign-up/email', { name: 'Ada', email: address, password })

  it('is off by default and sends nothing', async () => {
    await neon.signUp('calm@example.com')
    expect(mails()).toEqual([])
  })

  it('by code: no session before, one after', async () => {
    await neon.auth.settings.set({ requireEmailVerification: true })
    const sdk = neon.sdk()
    const signedUp = await sdk.signUp.email({ name: 'Ada', email, password })
    expect(signedUp.data).toMatchObject({ token: null, user: { email, emailVerified: false } })
    expect([...sdk.jar.keys()]).toEqual([])

    const refused = await neon.post('/sign-in/email', { email, password })
    expect(refused).toMatchObject({ status: 403, json: { code: 'EMAIL_NOT_VERIFIED' } })

    const code = await codeFor(email)
    expect(code).toMatch(/^\d{6}$/)
    expect(mails()).toMatchObject([{ to: email, text: expect.stringContaining(code) }])
    const verified = await sdk.emailOtp.verifyEmail({ email, otp: code })
    expect(verified.error).toBeNull()
    const session = await sdk.getSession({ query: { disableCookieCache: 'true' } })
    expect(session.data?.user).toMatchObject({ email, emailVerified: true })
    expect((await neon.post('/sign-in/email', { email, password })).status).toBe(200)
  })

  it('answers for a taken address as for a new one', async () => {
    await neon.auth.settings.set({ requireEmailVerification: true })
    await signUp('bo@example.com')
    const shape = (json: unknown) => JSON.stringify(json).replace(/"[^"]*[-@][^"]*"/g, '"…"')
    const fresh = await signUp('new@example.com')
    neon.auth.mailbox.clear()
    const taken = await signUp('bo@example.com')
    expect(taken.status).toBe(fresh.status)
    expect(shape(taken.json)).toBe(shape(fresh.json))
    expect(mails()).toEqual([])
  })

  it('by link: verifies, signs in and returns to the app', async () => {
    await neon.auth.settings.set({ requireEmailVerification: true, verificationMethod: 'link' })
    const address = 'cy@example.com'
    const callbackURL = 'http://localhost:3000/welcome'
    const body = { name: 'Cy', email: address, password, callbackURL }
    expect(await neon.post('/sign-up/email', body)).toMatchObject({ json: { token: null } })
    const link = await linkFor(address)
    expect(mails()[0]?.code).toBeUndefined()

    const opened = await open(link)
    expect(opened.status).toBe(302)
    expect(opened.headers.get('location')).toBe(callbackURL)
    const session = await neon.get('/get-session', { cookie: cookieOf(opened) })
    expect(session.json).toMatchObject({ user: { email: address, emailVerified: true } })
    // Again: it returns to the app, but signs nobody in.
    expect((await open(link)).cookies).toEqual([])
  })

  it('refuses a forged link', async () => {
    const answer = await open(`${neon.baseUrl}/verify-email?token=nonsense`)
    expect(answer).toMatchObject({ status: 401, json: { code: 'INVALID_TOKEN' } })
  })

  it('sends another code when asked, which replaces the first', async () => {
    await neon.auth.settings.set({ requireEmailVerification: true })
    await signUp('di@example.com')
    const first = await codeFor('di@example.com')
    neon.auth.mailbox.clear()
    const again = await neon.post('/send-verification-email', { email: 'di@example.com' })
    expect(again.status).toBe(200)
    const second = await codeFor('di@example.com')
    const verify = (otp: string) =>
      neon.post('/email-otp/verify-email', { email: 'di@example.com', otp })
    if (first !== second) expect((await verify(first)).status).toBe(400)
    expect((await verify(second)).status).toBe(200)
  })

  it('mails nobody who has no account', async () => {
    await neon.post('/send-verification-email', { email: 'nobody@example.com' })
    const answer = await neon.post('/email-otp/send-verification-otp', {
      email: 'nobody@example.com',
      type: 'email-verification',
    })
    expect(answer.status).toBe(200)
    expect(mails()).toEqual([])
  })
})

describe('sign-in by code', () => {
  const send = (email: string) =>
    neon.post('/email-otp/send-verification-otp', { email, type: 'sign-in' })
  const enter = (email: string, otp: string) => neon.post('/sign-in/email-otp', { email, otp })

  it('signs in through the SDK, and makes an account for a new address', async () => {
    const sdk = neon.sdk()
    const email = 'eve@example.com'
    await sdk.emailOtp.sendVerificationOtp({ email, type: 'sign-in' })
    const signedIn = await sdk.signIn.emailOtp({ email, otp: await codeFor(email) })
    expect(signedIn.data?.user).toMatchObject({ email, emailVerified: true })
  })

  it('takes a code once', async () => {
    const email = 'fay@example.com'
    await send(email)
    const code = await codeFor(email)
    expect((await enter(email, code)).status).toBe(200)
    expect(await enter(email, code)).toMatchObject({ status: 400, json: { code: 'INVALID_OTP' } })
  })

  it('allows three tries, then refuses even the right code', async () => {
    const email = 'gil@example.com'
    await send(email)
    const code = await codeFor(email)
    for (let tries = 0; tries < 3; tries++) {
      const answer = await enter(email, wrong(code))
      expect(answer).toMatchObject({ status: 400, json: { code: 'INVALID_OTP' } })
    }
    const answer = await enter(email, code)
    expect(answer).toMatchObject({ status: 403, json: { code: 'TOO_MANY_ATTEMPTS' } })
    expect(answer.cookies).toEqual([])
  })

  it('lets a code live for ten minutes', async () => {
    const email = 'hal@example.com'
    await send(email)
    const { rows } = await neon.pool.query(
      `SELECT "expiresAt" BETWEEN now() + interval '9 minutes' AND now() + interval '10 minutes'
         AS ten FROM neon_auth.verification WHERE identifier = 'sign-in-otp-hal@example.com'`,
    )
    expect(rows).toEqual([{ ten: true }])
    await expire()
    const answer = await enter(email, await codeFor(email))
    expect(answer).toMatchObject({ status: 400, json: { code: 'OTP_EXPIRED' } })
  })

  it('is not for another address', async () => {
    await send('ivy@example.com')
    const answer = await enter('jo@example.com', await codeFor('ivy@example.com'))
    expect(answer.status).toBe(400)
  })

  it('is 404 when switched off', async () => {
    await neon.auth.settings.set({ emailOtpSignIn: false })
    expect((await enter('eve@example.com', '123456')).status).toBe(404)
  })
})

describe('password reset', () => {
  const fresh = 'battery staple'

  it('by link: leads to the app with a token that works once', async () => {
    const email = 'kim@example.com'
    await neon.signUp(email)
    const sdk = neon.sdk()
    const redirectTo = 'http://localhost:3000/auth/reset-password'
    const requested = await sdk.requestPasswordReset({ email, redirectTo })
    expect(requested.error).toBeNull()

    const opened = await open(await linkFor(email))
    const target = new URL(opened.headers.get('location') ?? '')
    expect(target.origin + target.pathname).toBe(redirectTo)
    const token = target.searchParams.get('token') ?? ''

    const short = await neon.post('/reset-password', { newPassword: 'short', token })
    expect(short).toMatchObject({ status: 400, json: { code: 'PASSWORD_TOO_SHORT' } })
    expect((await sdk.resetPassword({ newPassword: fresh, token })).error).toBeNull()
    const again = await neon.post('/reset-password', { newPassword: password, token })
    expect(again).toMatchObject({ status: 400, json: { code: 'INVALID_TOKEN' } })
    expect((await neon.post('/sign-in/email', { email, password })).status).toBe(401)
    expect((await neon.post('/sign-in/email', { email, password: fresh })).status).toBe(200)
  })

  it('lets a link live for fifteen minutes', async () => {
    const email = 'lee@example.com'
    await neon.signUp(email)
    await neon.post('/request-password-reset', { email, redirectTo: '/reset' })
    const { rows } = await neon.pool.query(
      `SELECT "expiresAt" BETWEEN now() + interval '14 minutes' AND now() + interval '15 minutes'
         AS fifteen FROM neon_auth.verification WHERE identifier LIKE 'reset-password:%'`,
    )
    expect(rows).toContainEqual({ fifteen: true })
    await expire()
    const opened = await open(await linkFor(email))
    expect(opened.headers.get('location')).toContain('error=INVALID_TOKEN')
  })

  it('answers for an unknown address as for a known one', async () => {
    const email = 'mo@example.com'
    await neon.signUp(email)
    const known = await neon.post('/request-password-reset', { email })
    neon.auth.mailbox.clear()
    const unknown = await neon.post('/request-password-reset', { email: 'nobody@example.com' })
    expect(unknown.json).toEqual(known.json)
    expect(unknown.status).toBe(known.status)
    expect(mails()).toEqual([])
  })

  it('by code', async () => {
    const email = 'nat@example.com'
    await neon.signUp(email)
    const sdk = neon.sdk()
    await sdk.emailOtp.sendVerificationOtp({ email, type: 'forget-password' })
    const otp = await codeFor(email)
    const checked = await sdk.emailOtp.checkVerificationOtp({ email, otp, type: 'forget-password' })
    expect(checked.error).toBeNull()
    // The SDK's own resetPassword calls a path Neon doesn't have.
    expect((await sdk.emailOtp.resetPassword({ email, otp, password: fresh })).error?.status).toBe(
      404,
    )
    const reset = (code: string) =>
      neon.post('/email-otp/reset-password', { email, otp: code, password: fresh })
    expect((await reset(wrong(otp))).status).toBe(400)
    expect((await reset(otp)).status).toBe(200)
    expect((await reset(otp)).status).toBe(400)
    expect((await neon.post('/sign-in/email', { email, password: fresh })).status).toBe(200)
  })
})

describe('magic links', () => {
  const email = 'oda@example.com'
  const callbackURL = 'http://localhost:3000/posts'

  it('sign in once when they are switched on', async () => {
    await neon.auth.settings.set({ magicLink: true })
    const sdk = neon.sdk()
    expect((await sdk.signIn.magicLink({ email, callbackURL })).error).toBeNull()
    const link = await linkFor(email)

    const opened = await open(link)
    expect(opened.headers.get('location')).toBe(callbackURL)
    const session = await neon.get('/get-session', { cookie: cookieOf(opened) })
    expect(session.json).toMatchObject({ user: { email, emailVerified: true } })
    const again = await open(link)
    expect(again.cookies).toEqual([])
    expect(again.headers.get('location')).toContain('error=')
  })

  it('leave their cookie on the auth host, as in the cloud, when a browser opens them', async () => {
    await neon.auth.settings.set({ magicLink: true })
    await neon.post('/sign-in/magic-link', { email, callbackURL })
    const link = await linkFor(email)
    // With node's own client: fetch can't navigate.
    const cookies = await new Promise<string[]>((resolve, reject) => {
      httpGet(link, { headers: { 'sec-fetch-mode': 'navigate' } }, (response) => {
        response.resume()
        resolve(response.headers['set-cookie'] ?? [])
      }).on('error', reject)
    })
    expect(cookies).toHaveLength(1)
    expect(cookies[0]).toContain(`; Path=${new URL(neon.baseUrl).pathname};`)
  })

  it('live for five minutes, and make no account when that is off', async () => {
    await neon.auth.settings.set({ magicLink: true, magicLinkSignUp: false })
    await neon.post('/sign-in/magic-link', { email: 'nobody@example.com', callbackURL })
    const opened = await open(await linkFor('nobody@example.com'))
    expect(opened.headers.get('location')).toContain('error=')
    expect(opened.cookies).toEqual([])

    await neon.post('/sign-in/magic-link', { email, callbackURL })
    await expire()
    const late = await open(await linkFor(email))
    expect(late.headers.get('location')).toContain('error=')
    expect(late.cookies).toEqual([])
  })
})

describe('the mailbox', () => {
  it('gives the newest first, one by its id, and forgets', async () => {
    const { mailbox } = neon.auth
    const first = mailbox.send({
      to: 'a@b.c',
      subject: 'One',
      text: 'See https://example.com/?a=1.',
    })
    mailbox.send({ to: 'a@b.c', subject: 'Two', text: 'No link' })
    expect(mailbox.list().map((mail) => mail.subject)).toEqual(['Two', 'One'])
    expect(mailbox.get(first.id)).toMatchObject({ links: ['https://example.com/?a=1'] })
    mailbox.clear()
    expect(mailbox.list()).toEqual([])
    expect(mailbox.get(first.id)).toBeUndefined()
  })

  it('keeps five hundred mails at most', () => {
    const { mailbox } = neon.auth
    for (let n = 0; n < 510; n++) mailbox.send({ to: 'a@b.c', subject: `${n}`, text: '' })
    expect(mailbox.list()).toHaveLength(500)
    expect(mailbox.list().at(-1)?.subject).toBe('10')
  })
})
