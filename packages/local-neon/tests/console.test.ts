import { request as httpRequest } from 'node:http'
import { neon as neonSql, neonConfig } from '@neondatabase/serverless'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startLocalNeon, type LocalNeon } from '../src/index'

let neon: LocalNeon
beforeAll(async () => {
  neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`
  neon = await startLocalNeon({ data: 'memory', rateLimit: false })
})
afterAll(() => neon.stop())
afterEach(() => {
  neon.faults.set('database', null)
  neon.faults.set('auth', null)
  neon.auth.mailbox.clear()
})

const paths = ['/', '/users', '/mailbox', '/statements', '/settings', '/faults']
const hostile = `<img src=x onerror="alert(1)">'"&`

async function page(path: string): Promise<string> {
  const response = await fetch(`${neon.consoleUrl}${path}`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')?.toLowerCase()).toBe('text/html; charset=utf-8')
  return response.text()
}

/** Submits a form like a browser on the console's page. */
function submit(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  return fetch(`${neon.consoleUrl}${path}`, {
    method: 'POST',
    body: new URLSearchParams({ token: neon.token, ...form }),
    headers: { Origin: neon.consoleUrl, ...headers },
    redirect: 'manual',
  })
}

/** A request with headers `fetch` doesn't let you choose. */
function statusFor(headers: Record<string, string>, method = 'GET', path = '/'): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${neon.consoleUrl}${path}`, { method, headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.once('error', reject).end()
  })
}

async function signUp(name: string): Promise<string> {
  const email = `${crypto.randomUUID()}@example.com`
  const response = await fetch(`${neon.authUrl}/sign-up/email`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: 'http://localhost:3000' },
    body: JSON.stringify({ name, email, password: 'correct horse battery' }),
  })
  expect(response.status).toBe(200)
  return email
}

describe('every page', () => {
  it.each(paths)('%s has a title, a policy without holes, and is never kept', async (path) => {
    const response = await fetch(`${neon.consoleUrl}${path}`)
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("form-action 'self'")
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await response.text()).toMatch(/<title>[A-Z].* · Neon on your machine<\/title>/)
  })

  it('says so when there is nothing at an address', async () => {
    for (const path of ['/nothing', '/mailbox/nothing', '/users/1']) {
      expect((await fetch(`${neon.consoleUrl}${path}`)).status).toBe(404)
    }
    expect((await submit('/nothing', {})).status).toBe(404)
    expect(await statusFor({}, 'DELETE', '/mailbox')).toBe(405)
  })
})

describe('who may ask', () => {
  it.each(['localhost', '127.0.0.1:5442', '[::1]:5442'])(
    'Host %s is this machine',
    async (host) => {
      expect(await statusFor({ Host: host })).toBe(200)
    },
  )

  it.each([
    'evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    'evil.example:80@localhost',
    '0.0.0.0',
  ])('Host "%s" is refused, for pages and JSON alike', async (host) => {
    for (const path of [...paths, '/api', '/api/stats', '/api/faults', '/api/mails']) {
      expect(await statusFor({ Host: host }, 'GET', path)).toBe(403)
    }
  })

  it.each(['https://evil.example', 'null', 'http://localhost:1', ''])(
    'a form from origin "%s" changes nothing',
    async (origin) => {
      neon.auth.mailbox.send({ to: 'a@example.com', subject: 'Kept', text: '' })
      const forms = [
        ['/faults', { service: 'database', kind: 'hang' }],
        ['/settings', {}],
        ['/mailbox/clear', {}],
      ] as const
      for (const [path, form] of forms) {
        expect((await submit(path, form, { Origin: origin })).status).toBe(403)
      }
      expect(neon.faults.get('database')).toBeNull()
      expect(neon.auth.mailbox.list()).toHaveLength(1)
      expect((await neon.auth.settings.get()).emailPasswordEnabled).toBe(true)
    },
  )

  it('takes no form without an origin, and no other kind of body', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    expect(await statusFor(headers, 'POST', '/mailbox/clear')).toBe(403)
    const text = await submit('/mailbox/clear', {}, { 'Content-Type': 'text/plain' })
    expect(text.status).toBe(415)
  })

  it('refuses a form that is too large', async () => {
    expect((await submit('/faults', { service: 'x'.repeat(20_000) })).status).toBe(413)
  })
})

describe('the pages', () => {
  it('give the connection strings', async () => {
    const text = await page('/')
    for (const url of [neon.databaseUrl, neon.databaseUrlUnpooled, neon.authUrl, neon.jwksUrl]) {
      expect(text).toContain(url)
    }
  })

  it('list users with their sessions, without tokens, as text', async () => {
    const email = await signUp(hostile)
    const text = await page('/users')
    expect(text).toContain(email)
    expect(text).toContain('1 session')
    expect(text).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&quot;&amp;')
    expect(text).not.toContain('<img')
    const { rows } = await neon.pool.query<{ token: string }>('SELECT token FROM neon_auth.session')
    expect(rows.length).toBeGreaterThan(0)
    for (const { token } of rows) expect(text).not.toContain(token)
  })

  it('list statements with time and rows, as text, and failed ones as failed', async () => {
    const sql = neonSql(neon.databaseUrl)
    await sql.query('SELECT $1::text AS "<script>" FROM generate_series(1, 3)', ['x'])
    await expect(sql.query(`SELECT '${'long '.repeat(200)}</pre>' FROM nowhere`)).rejects.toThrow()
    const text = await page('/statements')
    expect(text).toContain('AS &quot;&lt;script&gt;&quot; FROM')
    expect(text).toMatch(/\d+\.\d ms[^]*failed[^]*3 rows/)
    expect(text).toContain('Full statement')
    expect(text).not.toContain("</pre>'")
  })

  it('show a mail as text, with its web addresses as links and its code', async () => {
    const mail = neon.auth.mailbox.send({
      to: '"<b>"@example.com',
      subject: hostile,
      text: `<script>alert(1)</script>\nhttps://app.example/a?b=1&c="d\njavascript:alert(1)\n`,
      html: '<script>alert(2)</script>',
      code: '123456',
    })
    expect(await page('/mailbox')).toContain(`href="/mailbox/${mail.id}"`)
    const text = await page(`/mailbox/${mail.id}?view=text`)
    expect(text).toContain('<a href="https://app.example/a?b=1&amp;c=" rel="noopener noreferrer">')
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;\n')
    expect(text).toContain('>123456</pre>')
    expect(text).not.toContain('<script>alert')
    expect(text).not.toContain('href="javascript')
    expect(text).not.toContain('<img')
  })

  it('say how to begin while they are empty', async () => {
    expect(await page('/mailbox')).toContain('No emails yet')
  })

  it('empty the mailbox', async () => {
    neon.auth.mailbox.send({ to: 'a@example.com', subject: 'Hello', text: 'Hello' })
    const response = await submit('/mailbox/clear', {})
    expect(response.status).toBe(303)
    expect(await page(response.headers.get('location') ?? '')).toContain('All emails deleted.')
    expect(neon.auth.mailbox.list()).toEqual([])
  })
})

describe('JSON for programs', () => {
  it('gives the counters and the latest statements', async () => {
    const before = neon.stats.snapshot().sql.statements
    await neonSql(neon.databaseUrl)`SELECT 42 AS answer`
    const stats: unknown = await (await fetch(`${neon.consoleUrl}/api/stats`)).json()
    expect(stats).toMatchObject({
      sql: { statements: before + 1 },
      recent: expect.arrayContaining([
        expect.objectContaining({ text: 'SELECT 42 AS answer', rows: 1, transport: 'http' }),
      ]),
    })
  })

  it('gives the mails', async () => {
    neon.auth.mailbox.send({ to: 'a@example.com', subject: 'Hi', text: 'https://a.example/b' })
    const mails: unknown = await (await fetch(`${neon.consoleUrl}/api/mails`)).json()
    expect(mails).toEqual([
      expect.objectContaining({ to: 'a@example.com', links: ['https://a.example/b'] }),
    ])
  })

  it('sets and lifts faults, and names what is wrong', async () => {
    const post = (body: unknown) =>
      fetch(`${neon.consoleUrl}/api/faults`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${neon.token}` },
        body: JSON.stringify(body),
      })
    const fault = { kind: 'latency', ms: 5 }
    expect(await (await post({ service: 'auth', fault })).json()).toEqual({
      database: null,
      auth: fault,
    })
    expect(neon.faults.get('auth')).toEqual(fault)
    expect((await post({ service: 'auth', fault: { kind: 'latency', ms: -1 } })).status).toBe(400)
    expect((await post({ service: 'moon', fault: null })).status).toBe(400)
    expect((await post({ service: 'auth', fault: null })).status).toBe(200)
    expect(neon.faults.get('auth')).toBeNull()
  })
})

describe('the faults form', () => {
  it('sets a fault that every page then shows, and lifts it', async () => {
    const response = await submit('/faults', { service: 'auth', kind: 'latency', ms: '700' })
    expect(response.headers.get('location')).toBe('/faults?done=applied')
    expect(neon.faults.get('auth')).toEqual({ kind: 'latency', ms: 700 })
    for (const path of paths) expect(await page(path)).toContain('answers 700 ms later.')
    expect((await submit('/faults', { service: 'auth', kind: 'none' })).status).toBe(303)
    expect(neon.faults.get('auth')).toBeNull()
  })

  it.each<Record<string, string>>([
    { service: 'auth', kind: 'latency', ms: 'soon' },
    { service: 'auth', kind: 'latency', ms: '' },
    { service: 'auth', kind: 'flood' },
    { service: 'moon', kind: 'hang' },
    {},
  ])('refuses %j', async (form) => {
    expect((await submit('/faults', form)).status).toBe(422)
    expect(neon.faults.get('auth')).toBeNull()
    expect(neon.faults.get('database')).toBeNull()
  })
})

describe('the settings form', () => {
  const all = {
    allowLocalhost: 'on',
    trustedOrigins: 'https://app.example\r\n\r\n https://*.app.example ',
    rateLimit: 'on',
    emailPasswordEnabled: 'on',
    requireEmailVerification: 'on',
    verificationMethod: 'link',
    magicLink: 'on',
    magicLinkMinutes: '10',
    organizationLimit: '3',
    membershipLimit: '5',
    organizationCreatorRole: 'admin',
    socialProviders: 'github',
  }

  it('saves every setting, and shows what it saved', async () => {
    expect((await submit('/settings', all)).headers.get('location')).toBe('/settings?done=saved')
    expect(await neon.auth.settings.get()).toEqual({
      allowLocalhost: true,
      trustedOrigins: ['https://app.example', 'https://*.app.example'],
      emailPasswordEnabled: true,
      signUpEnabled: false,
      requireEmailVerification: true,
      verificationMethod: 'link',
      sendVerificationOnSignUp: false,
      sendVerificationOnSignIn: false,
      autoSignInAfterVerification: false,
      emailOtpSignIn: false,
      magicLink: true,
      magicLinkSignUp: false,
      magicLinkMinutes: 10,
      organizations: false,
      organizationLimit: 3,
      membershipLimit: 5,
      organizationCreatorRole: 'admin',
      sendInvitationEmail: false,
      socialProviders: ['github'],
      rateLimit: true,
    })
    const text = await page('/settings?done=saved')
    expect(text).toContain('Settings saved.')
    expect(text).toContain('https://*.app.example')
    expect(text).toMatch(/name="magicLinkMinutes"[^>]*value="10"/)
  })

  it('keeps what was typed and changes nothing when a value makes no sense', async () => {
    const before = await neon.auth.settings.get()
    const wrong = { ...all, trustedOrigins: hostile, magicLinkMinutes: '1', allowLocalhost: '' }
    const response = await submit('/settings', wrong)
    const text = await response.text()
    expect(response.status).toBe(422)
    expect(text).toContain('Not an origin.')
    expect(text).toMatch(/id="magicLinkMinutes"[^>]*aria-invalid="true"[^>]*value="1"/)
    expect(text).not.toContain('<img')
    expect(await neon.auth.settings.get()).toEqual(before)
  })
})
