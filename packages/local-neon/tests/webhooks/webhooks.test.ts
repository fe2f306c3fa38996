import { createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { webhookEventTypes } from '../../src/webhooks/events'
import { defaultAuthSettings } from '../../src/auth/settings/settings'
import { startAuth, type AuthFixture } from '../auth/fixture'
import { until } from '../support'
import { startReceiver, type Received } from './receiver'

let neon: AuthFixture
let receiver: Awaited<ReturnType<typeof startReceiver>>
const log: string[] = []
beforeAll(async () => {
  receiver = await startReceiver()
  neon = await startAuth({ log: (message) => log.push(message) })
})
beforeEach(async () => {
  log.length = 0
  receiver.answer({ status: 200, body: '{"allowed":true}' })
  await neon.auth.settings.set({ ...defaultAuthSettings, rateLimit: false })
  await neon.auth.webhooks.settings.set({
    enabled: true,
    url: receiver.url,
    events: [...webhookEventTypes],
    timeoutSeconds: 5,
  })
  neon.auth.mailbox.clear()
})
afterAll(async () => {
  await neon.stop()
  await receiver.stop()
})

const someone = () => `${crypto.randomUUID()}@example.com`
const askForCode = (email: string, type = 'sign-in') =>
  neon.post('/email-otp/send-verification-otp', { email, type })
const signUp = (email: string) =>
  neon.post('/sign-up/email', { name: 'Ada', email, password: 'correct horse' })

/** Checks a request by the steps in Neon's documentation, with Node's own cryptography. */
async function isSigned({ headers, body }: Received): Promise<boolean> {
  const text = (name: string) => z.string().parse(headers[name])
  const jwks = z
    .object({ keys: z.array(z.looseObject({ kid: z.string() })) })
    .parse(await (await fetch(`${neon.baseUrl}/.well-known/jwks.json`)).json())
  const jwk = jwks.keys.find(({ kid }) => kid === text('x-neon-signature-kid'))
  if (!jwk) return false
  const [header = '', middle, signature = ''] = text('x-neon-signature').split('.')
  expect(middle).toBe('')
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
    alg: 'EdDSA',
    typ: 'JWS',
    kid: jwk.kid,
  })
  const base64 = (value: string) => Buffer.from(value, 'utf8').toString('base64url')
  const input = `${header}.${base64(`${text('x-neon-timestamp')}.${base64(body)}`)}`
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  return verify(null, Buffer.from(input), key, Buffer.from(signature, 'base64url'))
}

describe('a code', () => {
  it('goes to the receiver, signed, in place of the mail', async () => {
    const email = someone()
    expect((await askForCode(email)).status).toBe(200)
    expect(neon.auth.mailbox.list()).toEqual([])
    const [request] = receiver.received
    expect(request?.event).toMatchObject({
      event_type: 'send.otp',
      context: { endpoint_id: 'ep-local-neon', project_name: 'local' },
      user: { email },
      event_data: {
        otp_code: expect.stringMatching(/^\d{6}$/),
        otp_type: 'sign-in',
        ip_address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/),
        user_agent: expect.any(String),
      },
    })
    const expires = Date.parse(request?.event.event_data['expires_at'] ?? '')
    expect(Math.abs(expires - Date.now() - 10 * 60_000)).toBeLessThan(30_000)
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-neon-event-type': 'send.otp',
      'x-neon-event-id': request?.event.event_id,
      'x-neon-delivery-attempt': '1',
    })
    const age = Date.now() - Number(request?.headers['x-neon-timestamp'])
    expect(age).toBeGreaterThanOrEqual(0)
    expect(age).toBeLessThan(30_000)
    expect(request && (await isSigned(request))).toBe(true)
    expect(request && (await isSigned({ ...request, body: `${request.body} ` }))).toBe(false)
  })

  it('signs in, and tells of the user who is new by it', async () => {
    const email = someone()
    await askForCode(email)
    const otp = receiver.received[0]?.event.event_data['otp_code']
    expect((await neon.post('/sign-in/email-otp', { email, otp })).status).toBe(200)
    await until(() => receiver.received.length === 3)
    expect(receiver.received.map(({ event }) => event.event_type)).toEqual([
      'send.otp',
      'user.before_create',
      'user.created',
    ])
    expect(receiver.received[2]?.event).toMatchObject({
      user: { id: expect.any(String), email, created_at: expect.any(String) },
      event_data: { auth_provider: 'credential' },
    })
    // Nobody is new the second time.
    await askForCode(email)
    expect(receiver.received.at(-1)?.event.user).toMatchObject({ id: expect.any(String) })
  })

  it('is asked for in vain when it cannot be sent, and no mail goes out instead', async () => {
    receiver.answer({ status: 500 })
    expect(await askForCode(someone())).toMatchObject({
      status: 500,
      json: { code: 'WEBHOOK_FAILED' },
    })
    expect(neon.auth.mailbox.list()).toEqual([])
  })

  it('also verifies a sign-up, which fails when it cannot be sent', async () => {
    await neon.auth.settings.set({ requireEmailVerification: true })
    await signUp(someone())
    expect(receiver.received.find(({ event }) => event.event_type === 'send.otp')).toMatchObject({
      event: { event_data: { otp_type: 'email-verification' } },
    })
    await neon.auth.webhooks.settings.set({ events: ['send.otp'] })
    receiver.answer({ status: 400 })
    expect((await signUp(someone())).status).toBe(500)
  })

  it('is a mail as ever when nobody asked for it', async () => {
    for (const changes of [{ events: ['user.created' as const] }, { enabled: false }]) {
      await neon.auth.webhooks.settings.set(changes)
      const email = someone()
      await askForCode(email)
      expect((await neon.auth.mailbox.waitFor(({ to }) => to === email)).code).toMatch(/^\d{6}$/)
    }
    expect(receiver.received).toEqual([])
  })
})

describe('a link', () => {
  const events = () => receiver.received.filter((one) => one.event.event_type === 'send.magic_link')

  it('to reset a password, to verify an address and to sign in goes to the receiver', async () => {
    await neon.auth.settings.set({
      requireEmailVerification: true,
      verificationMethod: 'link',
      magicLink: true,
    })
    const email = someone()
    await signUp(email)
    const redirectTo = 'http://localhost:3000/auth/reset-password'
    await neon.post('/request-password-reset', { email, redirectTo })
    await neon.post('/sign-in/magic-link', { email })
    expect(events().map(({ event }) => event.event_data['link_type'])).toEqual([
      'email-verification',
      'forget-password',
      'sign-in',
    ])
    for (const { event } of events()) {
      expect(event.user).toMatchObject({ email })
      expect(event.event_data['link_url']).toContain(event.event_data['token'])
      expect(event.event_data['link_url']?.startsWith(neon.baseUrl)).toBe(true)
    }
    expect(neon.auth.mailbox.list()).toEqual([])
    const [verification] = events()
    const opened = await fetch(verification?.event.event_data['link_url'] ?? '', {
      redirect: 'manual',
    })
    expect(opened.status).toBeLessThan(400)
    const { rows } = await neon.pool.query(
      'SELECT "emailVerified" FROM neon_auth."user" WHERE email = $1',
      [email],
    )
    expect(rows).toEqual([{ emailVerified: true }])
  })
})

describe('a sign-up', () => {
  const isThere = async (email: string) => {
    const { rows } = await neon.pool.query('SELECT 1 FROM neon_auth."user" WHERE email = $1', [
      email,
    ])
    return rows.length === 1
  }

  it('is asked about before it is written', async () => {
    const email = someone()
    expect((await signUp(email)).status).toBe(200)
    const [before] = receiver.received
    expect(before?.event).toMatchObject({
      event_type: 'user.before_create',
      user: { email, name: 'Ada', email_verified: false },
      event_data: { auth_provider: 'credential' },
    })
    expect(before?.event.user).not.toHaveProperty('id')
  })

  it('is refused in the words of the receiver', async () => {
    const email = someone()
    const body = { allowed: false, error_code: 'DOMAIN_BLOCKED', error_message: 'Not from there.' }
    receiver.answer({ status: 200, body: JSON.stringify(body) })
    expect(await signUp(email)).toMatchObject({
      status: 403,
      json: { code: 'DOMAIN_BLOCKED', message: 'Not from there.' },
    })
    receiver.answer({ status: 200, body: '{"allowed":false}' })
    expect(await signUp(email)).toMatchObject({ status: 403, json: { code: 'SIGNUP_REJECTED' } })
    expect(await isThere(email)).toBe(false)
    expect(receiver.received.map(({ event }) => event.event_type)).toEqual(['user.before_create'])
  })

  it.each([
    ['no JSON', { status: 200, body: 'yes' }, 1],
    ['no decision', { status: 200, body: '{"allowed":"true"}' }, 1],
    [
      'a reason without end',
      { status: 200, body: JSON.stringify({ allowed: false, error_message: 'x'.repeat(501) }) },
      1,
    ],
    ['more than 10 KB', { status: 200, body: `{"allowed":true,"x":"${'x'.repeat(10_240)}"}` }, 1],
    ['a redirect', { status: 302 }, 1],
    ['404', { status: 404, body: '{"allowed":true}' }, 1],
    ['500', { status: 500, body: '{"allowed":true}' }, 3],
    ['a reset', 'reset', 3],
  ] as const)('is refused when the answer is %s', async (_, answer, attempts) => {
    const email = someone()
    receiver.answer(answer)
    expect(await signUp(email)).toMatchObject({ status: 500, json: { code: 'WEBHOOK_FAILED' } })
    expect(await isThere(email)).toBe(false)
    expect(receiver.received).toHaveLength(attempts)
  })

  it('does not wait for what is told of it afterwards, nor fail with it', async () => {
    await neon.auth.webhooks.settings.set({ events: ['user.created'], timeoutSeconds: 1 })
    receiver.answer('hang')
    const email = someone()
    const begun = performance.now()
    expect((await signUp(email)).status).toBe(200)
    expect(performance.now() - begun).toBeLessThan(3000)
    const told = () => neon.auth.webhooks.deliveries()[0]
    await until(() => told()?.event.user.email === email && told()?.state === 'failed')
    expect(await isThere(email)).toBe(true)
    expect(log).toEqual([])
  })
})

describe('attempts', () => {
  const last = () => neon.auth.webhooks.deliveries()[0]

  it.each([500, 503, 429, 408])('are up to three after %i, with the same event', async (status) => {
    receiver.answer((n) => ({ status: n < 3 ? status : 204 }))
    expect((await askForCode(someone())).status).toBe(200)
    expect(receiver.received.map(({ headers }) => headers['x-neon-delivery-attempt'])).toEqual([
      '1',
      '2',
      '3',
    ])
    expect(new Set(receiver.received.map(({ headers }) => headers['x-neon-event-id'])).size).toBe(1)
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
    for (const request of receiver.received) expect(await isSigned(request)).toBe(true)
    expect(last()).toMatchObject({ state: 'delivered', attempts: [{ status }, { status }, {}] })
  })

  it('end with the first when the receiver does not want it', async () => {
    receiver.answer({ status: 422 })
    expect((await askForCode(someone())).status).toBe(500)
    expect(receiver.received).toHaveLength(1)
  })

  it('go on when nobody listens', async () => {
    const gone = await startReceiver()
    await gone.stop()
    await neon.auth.webhooks.settings.set({ url: gone.url })
    expect((await askForCode(someone())).status).toBe(500)
    expect(last()).toMatchObject({ state: 'failed' })
    expect(last()?.attempts.map(({ error }) => error)).toEqual([
      expect.stringContaining('ECONNREFUSED'),
      expect.stringContaining('ECONNREFUSED'),
      expect.stringContaining('ECONNREFUSED'),
    ])
  })

  it('have a time each, and together fifteen seconds', async () => {
    await neon.auth.webhooks.settings.set({ timeoutSeconds: 10 })
    receiver.answer('hang')
    const begun = performance.now()
    expect((await askForCode(someone())).status).toBe(500)
    const seconds = (performance.now() - begun) / 1000
    expect(seconds).toBeGreaterThan(14.5)
    expect(seconds).toBeLessThan(20)
    expect(last()?.attempts).toHaveLength(2)
    expect(last()?.attempts[0]?.error).toBe('No answer within 10.0 s.')
    expect(last()?.attempts[1]?.error).toMatch(/^No answer within (4\.\d|5\.0) s\.$/)
  })
})

describe('the log', () => {
  it('has each request with its answer, the newest first', async () => {
    receiver.answer({ status: 200, body: 'thank you', after: 20 })
    await askForCode(someone())
    const [delivery] = neon.auth.webhooks.deliveries()
    expect(delivery).toMatchObject({
      cause: 'event',
      url: receiver.url,
      state: 'delivered',
      event: JSON.parse(receiver.received[0]?.body ?? ''),
      attempts: [{ number: 1, status: 200, answer: 'thank you', error: null }],
    })
    expect(delivery?.attempts[0]?.milliseconds).toBeGreaterThanOrEqual(15)
    expect(delivery?.attempts[0]?.headers['X-Neon-Signature']).toBe(
      receiver.received[0]?.headers['x-neon-signature'],
    )
  })

  it('sends one again, signed anew, with the same id', async () => {
    receiver.answer({ status: 400 })
    await askForCode(someone())
    const [failed] = neon.auth.webhooks.deliveries()
    receiver.answer({ status: 200 })
    const again = await neon.auth.webhooks.resend(failed?.id ?? '')
    expect(again).toMatchObject({ cause: 'resend', state: 'delivered', event: failed?.event })
    expect(receiver.received[0] && (await isSigned(receiver.received[0]))).toBe(true)
    expect(receiver.received[0]?.headers['x-neon-event-id']).toBe(failed?.event.event_id)
    expect(await neon.auth.webhooks.resend('nothing')).toBeUndefined()
  })

  it.each(webhookEventTypes)('sends a test of %s, also while nothing is on', async (type) => {
    await neon.auth.webhooks.settings.set({ enabled: false, events: [] })
    expect(await neon.auth.webhooks.sendTest(type)).toMatchObject({
      cause: 'test',
      state: 'delivered',
    })
    expect(receiver.received[0]?.event).toMatchObject({
      event_type: type,
      user: { email: 'test@example.com' },
    })
    await neon.auth.webhooks.settings.set({ url: null })
    await expect(neon.auth.webhooks.sendTest(type)).rejects.toThrow('Set the webhook URL')
  })
})

describe('the settings', () => {
  it('are kept where the cloud keeps them, and read there', async () => {
    const { rows } = await neon.pool.query('SELECT webhook_config FROM neon_auth.project_config')
    expect(rows).toEqual([
      {
        webhook_config: {
          enabled: true,
          webhookUrl: receiver.url,
          enabledEvents: [...webhookEventTypes],
          timeoutSeconds: 5,
        },
      },
    ])
    await neon.pool.query(
      `UPDATE neon_auth.project_config
          SET webhook_config = '{"enabled": true, "enabledEvents": ["x", 1], "timeoutSeconds": 99}'`,
    )
    expect(await neon.auth.webhooks.settings.get()).toEqual({
      enabled: false,
      url: null,
      events: [],
      timeoutSeconds: 5,
    })
  })

  it.each([
    { url: 'https://app.example.com/hook' },
    { url: 'http://localhost.evil.example/' },
    { url: 'http://10.0.0.1/' },
    { url: 'ftp://localhost/' },
    { url: 'javascript:alert(1)' },
    { url: null },
    { timeoutSeconds: 0 },
    { timeoutSeconds: 11 },
  ])('refuse %j', async (changes) => {
    const before = await neon.auth.webhooks.settings.get()
    await expect(neon.auth.webhooks.settings.set(changes)).rejects.toThrow()
    expect(await neon.auth.webhooks.settings.get()).toEqual(before)
  })
})
