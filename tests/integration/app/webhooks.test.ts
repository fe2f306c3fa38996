import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LocalNeon } from 'local-neon'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startMigrated } from './app-fixture'

type Receive = typeof import('@/lib/webhooks/receive').receiveWebhook

let neon: LocalNeon
let app: { url: string; server: Server; serve: (next: Receive) => void }

/** The app's server: serves its route like Next, with the request's body as a stream. */
async function startApp() {
  let receive: Receive = () => Promise.resolve(new Response(null, { status: 404 }))
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = new Headers()
      for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value))
      const body = Buffer.concat(chunks)
      void receive(new Request('http://localhost/', { method: 'POST', headers, body })).then(
        async (answer) => response.writeHead(answer.status).end(await answer.text()),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const { port } = server.address() as AddressInfo
  return {
    server,
    url: `http://localhost:${port}/api/webhooks/neon-auth`,
    serve: (next: Receive) => (receive = next),
  }
}

/** The route as in a new process. */
async function loadRoute(changes: Record<string, string> = {}): Promise<Receive> {
  vi.resetModules()
  const variables = {
    DATABASE_URL: neon.databaseUrl,
    NEON_AUTH_BASE_URL: neon.authUrl,
    NEON_AUTH_COOKIE_SECRET: 'x'.repeat(32),
    NEON_AUTH_WEBHOOKS: 'on',
    MAIL_API_URL: `${neon.consoleUrl}/api/mails`,
    MAIL_API_KEY: neon.token,
    MAIL_FROM: 'The app <app@example.com>',
    ...changes,
  }
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
  return (await import('@/lib/webhooks/receive')).receiveWebhook
}

beforeAll(async () => {
  ;[neon, app] = await Promise.all([startMigrated(), startApp()])
  await neon.auth.webhooks.settings.set({
    enabled: true,
    url: app.url,
    events: ['send.otp', 'send.magic_link', 'user.before_create', 'user.created'],
  })
})
beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line) => logged.push(String(line)))
  }
  logged.length = 0
  neon.auth.mailbox.clear()
  app.serve(await loadRoute())
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  vi.useRealTimers()
})
afterAll(async () => {
  app.server.closeAllConnections()
  app.server.close()
  await neon.stop()
})
const logged: string[] = []

const ask = (path: string, body: unknown) =>
  fetch(`${neon.authUrl}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: 'http://localhost:3000' },
    body: JSON.stringify(body),
  })

const someone = () => `${crypto.randomUUID()}@example.com`
const askForCode = (email: string) =>
  ask('/email-otp/send-verification-otp', { email, type: 'sign-in' })

/** A request Neon Auth sent and the app accepted. */
async function sentRequest(): Promise<{ headers: Record<string, string>; body: string }> {
  expect((await askForCode(someone())).status).toBe(200)
  const [delivery] = neon.auth.webhooks.deliveries()
  if (!delivery?.attempts[0]) throw new Error('nothing was delivered')
  return { headers: delivery.attempts[0].headers, body: JSON.stringify(delivery.event) }
}

const send = async (headers: Record<string, string>, body: string | Buffer) => {
  const response = await fetch(app.url, {
    method: 'POST',
    headers,
    body: new Uint8Array(Buffer.from(body)),
  })
  return { status: response.status, text: await response.text() }
}

describe('a code', () => {
  it('comes by the app’s own mail, and signs in', async () => {
    const email = someone()
    expect((await askForCode(email)).status).toBe(200)
    const [mail, ...more] = neon.auth.mailbox.list()
    expect(more).toEqual([])
    expect(mail).toMatchObject({ to: email, subject: 'Your sign-in code' })
    expect(mail?.text).toContain('It expires in 10 minutes.')
    const otp = /^\d{6}$/m.exec(mail?.text ?? '')?.[0]
    expect(mail?.html).toContain(`>${otp}</p>`)
    // The sign-up behind it is asked about and reported.
    expect((await ask('/sign-in/email-otp', { email, otp })).status).toBe(200)
    await expect.poll(() => logged.join()).toContain('webhook.user_created')
    expect(logged.join()).not.toContain(otp)
  })

  it('is asked for in vain, and asked for again, when the mail service takes nothing', async () => {
    app.serve(await loadRoute({ MAIL_API_KEY: 'wrong' }))
    expect((await askForCode(someone())).status).toBe(500)
    const [delivery] = neon.auth.webhooks.deliveries()
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([503, 503, 503])
    expect(logged.join()).toContain('the email service answered 401')
    expect(logged.join()).not.toContain('wrong')

    // The same event succeeds later: failures aren't remembered.
    app.serve(await loadRoute())
    expect(await neon.auth.webhooks.resend(delivery?.id ?? '')).toMatchObject({
      state: 'delivered',
    })
    expect(neon.auth.mailbox.list()).toHaveLength(1)
  })
})

it('a link comes by the app’s own mail, and nothing in it is markup', async () => {
  const email = someone()
  await ask('/sign-up/email', { name: 'Ada', email, password: 'correct horse battery' })
  const redirectTo = 'http://localhost:3000/reset?a=1&b="><script>'
  expect((await ask('/request-password-reset', { email, redirectTo })).status).toBe(200)
  const [mail] = neon.auth.mailbox.list()
  expect(mail).toMatchObject({ to: email, subject: 'Reset your password' })
  expect(mail?.links[0]).toContain(`${neon.authUrl}/reset-password/`)
  expect(mail?.html).not.toMatch(/<script|&b=|"">/)
})

describe('what Neon Auth has not sent', () => {
  it('is refused: another body, another time, another key, no signature', async () => {
    const { headers, body } = await sentRequest()
    neon.auth.mailbox.clear()
    const forged = generateKeyPairSync('ed25519').privateKey
    const [header = ''] = headers['X-Neon-Signature']?.split('.') ?? []
    const base64 = (text: string) => Buffer.from(text).toString('base64url')
    const input = `${header}.${base64(`${headers['X-Neon-Timestamp']}.${base64(body)}`)}`
    const signature = sign(null, Buffer.from(input), forged).toString('base64url')
    const none = base64(JSON.stringify({ alg: 'none' }))
    const requests: [Record<string, string>, string][] = [
      [{}, body],
      [headers, body.replace('send.otp', 'user.created')],
      [headers, `${body} `],
      [headers, ''],
      [{ ...headers, 'X-Neon-Timestamp': String(Number(headers['X-Neon-Timestamp']) + 1) }, body],
      [{ ...headers, 'X-Neon-Timestamp': 'soon' }, body],
      [{ ...headers, 'X-Neon-Signature-Kid': 'another' }, body],
      [{ ...headers, 'X-Neon-Signature': `${header}..${signature}` }, body],
      [{ ...headers, 'X-Neon-Signature': `${none}..` }, body],
      [{ ...headers, 'X-Neon-Signature': `${none}..${signature}` }, body],
      [{ ...headers, 'X-Neon-Signature': '..' }, body],
      [{ ...headers, 'X-Neon-Signature': 'x..y' }, body],
    ]
    for (const [sentHeaders, sentBody] of requests) {
      expect(await send(sentHeaders, sentBody)).toEqual({
        status: 401,
        text: '{"error":"unsigned"}',
      })
    }
    expect(neon.auth.mailbox.list()).toEqual([])
  })

  it('is refused when it is older than five minutes', async () => {
    const { headers, body } = await sentRequest()
    neon.auth.mailbox.clear()
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime(Date.now() + 4.9 * 60_000)
    expect((await send(headers, body)).status).toBe(200)
    vi.setSystemTime(Date.now() + 0.2 * 60_000)
    app.serve(await loadRoute())
    expect(await send(headers, body)).toEqual({ status: 401, text: '{"error":"expired"}' })
    expect(neon.auth.mailbox.list()).toEqual([])
  })

  it('is not read to its end when it is too large', async () => {
    expect((await send({}, Buffer.alloc(20_000))).status).toBe(413)
  })
})

it('sends no second mail when the same is delivered again, also at the same time', async () => {
  const { headers, body } = await sentRequest()
  neon.auth.mailbox.clear()
  const answers = await Promise.all([send(headers, body), send(headers, body)])
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(neon.auth.mailbox.list()).toEqual([])

  app.serve(await loadRoute())
  await Promise.all([send(headers, body), send(headers, body)])
  expect(neon.auth.mailbox.list()).toHaveLength(1)
})

it('says 503 when it cannot have the keys, so that it is delivered again', async () => {
  const { headers, body } = await sentRequest()
  app.serve(await loadRoute())
  neon.faults.set('auth', { kind: 'status500' })
  expect((await send(headers, body)).status).toBe(503)
  neon.faults.set('auth', null)
  expect((await send(headers, body)).status).toBe(200)
})

it('is not there while it is off', async () => {
  const { headers, body } = await sentRequest()
  app.serve(await loadRoute({ NEON_AUTH_WEBHOOKS: '' }))
  expect((await send(headers, body)).status).toBe(404)
})

it('wants to know how mails are sent', async () => {
  const { parseEnv } = await import('@/lib/env')
  const base = {
    DATABASE_URL: neon.databaseUrl,
    NEON_AUTH_BASE_URL: neon.authUrl,
    NEON_AUTH_COOKIE_SECRET: 'x'.repeat(32),
  }
  expect(parseEnv(base).NEON_AUTH_WEBHOOKS).toBe('off')
  expect(() => parseEnv({ ...base, NEON_AUTH_WEBHOOKS: 'on' })).toThrow(
    /MAIL_API_URL is missing[^]*MAIL_API_KEY is missing[^]*MAIL_FROM is missing/,
  )
  expect(() => parseEnv({ ...base, MAIL_API_URL: 'http://mail.example.com' })).toThrow(
    /MAIL_API_URL must be an https/,
  )
})
