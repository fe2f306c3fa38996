import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defaultAuthSettings } from '../../src/auth/settings/settings'
import type { LocalNeon } from '../../src/index'
import { Browser } from '../auth/social-browser'
import { startForTest } from '../support'
import { startReceiver } from './receiver'

let neon: LocalNeon
let receiver: Awaited<ReturnType<typeof startReceiver>>
beforeAll(async () => {
  receiver = await startReceiver()
  neon = await startForTest({ rateLimit: false })
})
beforeEach(async () => {
  receiver.answer({ status: 200, body: '{"allowed":true}' })
  await neon.auth.webhooks.settings.set({
    enabled: false,
    url: null,
    events: [],
    timeoutSeconds: 5,
  })
})
afterAll(async () => {
  await neon.stop()
  await receiver.stop()
})

async function api(method: string, path: string, body?: unknown, token = neon.token) {
  const response = await fetch(`${neon.consoleUrl}/api${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const json: unknown = await response.json()
  return { status: response.status, json }
}

const submit = (path: string, fields: [string, string][], token = neon.token) =>
  fetch(`${neon.consoleUrl}${path}`, {
    method: 'POST',
    headers: { Origin: neon.consoleUrl },
    body: new URLSearchParams([['token', token], ...fields]),
    redirect: 'manual',
  })

const page = async () => (await fetch(`${neon.consoleUrl}/webhooks`)).text()

describe('the API', () => {
  it('has the configuration with the names of Neon’s', async () => {
    const off = { enabled: false, webhook_url: null, enabled_events: [], timeout_seconds: 5 }
    expect(await api('GET', '/webhooks')).toEqual({ status: 200, json: off })
    const on = {
      enabled: true,
      webhook_url: receiver.url,
      enabled_events: ['send.otp', 'user.created'],
      timeout_seconds: 7,
    }
    expect(await api('PUT', '/webhooks', on)).toEqual({ status: 200, json: on })
    expect(await api('PUT', '/webhooks', { enabled: false })).toEqual({
      status: 200,
      json: { ...on, enabled: false },
    })
    for (const wrong of [
      { enabled: true, webhook_url: 'https://app.example.com/' },
      { enabled: true, timeout_seconds: 11 },
      { enabled: true, enabled_events: ['user.deleted'] },
      {},
    ]) {
      expect(await api('PUT', '/webhooks', wrong)).toMatchObject({
        status: 400,
        json: { error: { code: 'invalid_request' } },
      })
    }
    expect((await api('PUT', '/webhooks', on, 'wrong')).status).toBe(401)
    expect(await api('GET', '/webhooks')).toMatchObject({ json: { enabled: false } })
  })

  it('tests, lists and sends again', async () => {
    const test = { event_type: 'user.before_create' }
    expect(await api('POST', '/webhooks/test', test)).toMatchObject({ status: 409 })
    await api('PUT', '/webhooks', { enabled: false, webhook_url: receiver.url })
    receiver.answer({ status: 200, body: '{"allowed":false,"error_code":"NO"}' })
    const sent = await api('POST', '/webhooks/test', test)
    expect(sent).toMatchObject({
      status: 200,
      json: {
        state: 'delivered',
        decision: { allowed: false, error_code: 'NO' },
        attempts: [{ number: 1, status: 200 }],
      },
    })
    const { id } = z.object({ id: z.string() }).parse(sent.json)
    expect(await api('GET', '/webhooks/deliveries')).toMatchObject({ json: [{ id }] })
    expect(await api('POST', `/webhooks/deliveries/${id}/resend`)).toMatchObject({
      status: 200,
      json: { cause: 'resend' },
    })
    expect((await api('POST', '/webhooks/deliveries/x/resend')).status).toBe(404)
    expect((await api('POST', `/webhooks/deliveries/${id}/resend`, undefined, 'x')).status).toBe(
      401,
    )
    expect(receiver.received).toHaveLength(2)
  })

  it('takes a mail of the app’s own into the mailbox', async () => {
    const mail = {
      from: 'App <app@example.com>',
      to: ['ada@example.com', 'bo@example.com'],
      subject: 'Your code',
      text: 'It is 123456. https://app.example/x',
      html: '<p>It is <b>123456</b>.</p>',
    }
    const sent = await api('POST', '/mails', mail)
    expect(sent).toMatchObject({ status: 200, json: { id: expect.any(String) } })
    expect(await api('GET', '/mails?to=ada@example.com')).toMatchObject({
      json: [{ subject: mail.subject, html: mail.html, links: ['https://app.example/x'] }],
    })
    expect(
      neon.auth.mailbox
        .list()
        .map(({ to }) => to)
        .sort(),
    ).toEqual(mail.to)
    expect((await api('POST', '/mails', mail, 'wrong')).status).toBe(401)
    expect((await api('POST', '/mails', { ...mail, to: [] })).status).toBe(400)
  })

  it('describes all of it', async () => {
    const { json } = await api('GET', '')
    expect(json).toMatchObject({
      paths: {
        '/webhooks': { get: {}, put: {} },
        '/webhooks/deliveries': { get: {} },
        '/webhooks/deliveries/{id}/resend': { post: {} },
        '/webhooks/test': { post: {} },
        '/mails': { post: {} },
      },
    })
  })
})

describe('the page', () => {
  const fields: [string, string][] = [
    ['enabled', 'on'],
    ['events', 'send.otp'],
    ['events', 'user.created'],
    ['timeoutSeconds', '3'],
  ]

  it('saves the settings, and keeps what was typed when they make no sense', async () => {
    const url: [string, string] = ['url', ` ${receiver.url} `]
    const saved = await submit('/webhooks', [...fields, url])
    expect(saved.headers.get('location')).toBe('/webhooks?done=saved')
    expect(await neon.auth.webhooks.settings.get()).toEqual({
      enabled: true,
      url: receiver.url,
      events: ['send.otp', 'user.created'],
      timeoutSeconds: 3,
    })
    expect(await page()).toContain(`value="${receiver.url}"`)

    const wrong = await submit('/webhooks', [...fields, ['url', 'https://"><img src=x>.example']])
    const text = await wrong.text()
    expect(wrong.status).toBe(422)
    expect(text).toContain('aria-invalid="true"')
    expect(text).not.toContain('<img')
    expect((await submit('/webhooks', fields)).status).toBe(422)
    expect((await submit('/webhooks', [...fields, url], 'wrong')).status).toBe(403)
    expect((await neon.auth.webhooks.settings.get()).url).toBe(receiver.url)
  })

  it('sends a test event and the same again, and shows request and answer as text', async () => {
    expect((await submit('/webhooks/test', [['type', 'send.otp']])).status).toBe(422)
    await neon.auth.webhooks.settings.set({ url: receiver.url })
    receiver.answer({ status: 400, body: '<script>alert(1)</script>' })
    const sent = await submit('/webhooks/test', [['type', 'send.otp']])
    expect(sent.headers.get('location')).toBe('/webhooks?done=sent')
    const text = await page()
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(text).not.toContain('<script>alert')
    expect(text).toContain('X-Neon-Signature: ')
    expect(text).toContain('The answer was 400.')
    expect(text).toContain('failed</span>')

    const [delivery] = neon.auth.webhooks.deliveries()
    expect((await submit(`/webhooks/${delivery?.id}/resend`, [])).status).toBe(303)
    expect(receiver.received).toHaveLength(2)
    expect((await submit('/webhooks/nothing/resend', [])).status).toBe(404)
    expect((await submit('/webhooks/test', [['type', 'nothing']])).status).toBe(404)
  })
})

describe('a sign-up at a provider', () => {
  const app = 'http://localhost:3000'

  /** Goes through a provider up to the app; returns the URL there. */
  async function signIn(email: string): Promise<URL> {
    const browser = new Browser()
    const response = await fetch(`${neon.authUrl}/sign-in/social`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: app },
      body: JSON.stringify({
        provider: 'google',
        callbackURL: `${app}/posts`,
        errorCallbackURL: `${app}/auth/sign-in`,
      }),
    })
    const { url } = z.object({ url: z.string() }).parse(await response.json())
    const consent = await browser.next(url)
    const fields = { account: 'other', name: 'Ada', email, verified: 'yes' }
    return new URL(await browser.next(await browser.consent(consent, fields)))
  }

  it('is asked about as well, by the provider’s name, and can be refused', async () => {
    await neon.auth.settings.set({ ...defaultAuthSettings, rateLimit: false })
    await neon.auth.webhooks.settings.set({
      enabled: true,
      url: receiver.url,
      events: ['user.before_create'],
    })
    const email = `${crypto.randomUUID()}@example.com`
    receiver.answer({ status: 200, body: '{"allowed":false,"error_message":"Not you."}' })
    const refused = await signIn(email)
    expect(refused.pathname).toBe('/auth/sign-in')
    expect(refused.searchParams.get('error')).toBeTruthy()
    expect(receiver.received[0]?.event).toMatchObject({
      user: { email, name: 'Ada' },
      event_data: { auth_provider: 'google' },
    })

    receiver.answer({ status: 200, body: '{"allowed":true}' })
    expect((await signIn(email)).searchParams.get('neon_auth_session_verifier')).toBeTruthy()
    expect(receiver.received).toHaveLength(1)
    // Nobody asks again about someone with an account.
    expect((await signIn(email)).pathname).toBe('/posts')
    expect(receiver.received).toHaveLength(1)
  })
})
