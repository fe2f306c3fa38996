import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'

const tokenName = '__Secure-neon-auth.session_token'
const dataName = '__Secure-neon-auth.local.session_data'
const secret = 'a secret of thirty-two characters'

/** The browser's cookies, and whether Next can set them. */
const jar = new Map<string, string>()
let isRendering = false
let browser = new Headers()

vi.mock('next/headers', () => ({
  headers: async () => browser,
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
    getAll: () => [...jar].map(([name, value]) => ({ name, value })),
    set(name: string, value: string, { maxAge }: { maxAge?: number }) {
      if (isRendering) throw new Error('Cookies can only be modified in a Server Action')
      if (maxAge === 0) jar.delete(name)
      else jar.set(name, value)
    },
  }),
}))

interface Seen {
  path: string
  headers: IncomingHttpHeaders
}
let seen: Seen[] = []
/** Neon Auth's part; each test sets its own. */
let upstream: RequestListener
let server: Server
let auth: typeof import('@/lib/auth/server').auth
let answerOf: typeof import('@/lib/auth/answer').answerOf
let inRequestScope: typeof import('@/lib/server/request-scope').inRequestScope

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push({ path: request.url ?? '', headers: request.headers })
    upstream(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  vi.stubEnv('DATABASE_URL', 'postgresql://u:p@localhost/db')
  vi.stubEnv('NEON_AUTH_BASE_URL', `http://127.0.0.1:${port}/auth`)
  vi.stubEnv('NEON_AUTH_COOKIE_SECRET', secret)
  vi.stubEnv('APP_URL', 'https://app.example.com')
  vi.stubEnv('TRUSTED_PROXIES', '1')
  ;({ auth } = await import('@/lib/auth/server'))
  ;({ answerOf } = await import('@/lib/auth/answer'))
  ;({ inRequestScope } = await import('@/lib/server/request-scope'))
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

beforeEach(() => {
  seen = []
  jar.clear()
  isRendering = false
  browser = new Headers()
  for (const level of ['error', 'warn'] as const) vi.spyOn(console, level).mockReturnValue()
})

const json = (status: number, body: unknown, headers = {}): RequestListener => {
  return (_, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }
}

function session(token: string, user: object = {}) {
  const at = new Date().toISOString()
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
  return {
    session: {
      id: 's',
      token,
      userId: 'u',
      expiresAt,
      createdAt: at,
      updatedAt: at,
      ipAddress: '',
    },
    user: {
      id: 'u',
      name: 'Ada',
      email: 'ada@example.com',
      emailVerified: true,
      image: null,
      createdAt: at,
      updatedAt: at,
      ...user,
    },
  }
}

const mint = (payload: object) =>
  new SignJWT({ ...payload })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(secret))

const fresh = { query: { disableCookieCache: 'true' } } as const
const nameOf = async (call: Promise<unknown>) => {
  const answer = await answerOf(call, z.object({ user: z.object({ name: z.string() }) }).nullable())
  return answer.ok ? answer.data?.user.name : answer.reason
}

describe('who is there', () => {
  beforeEach(() => {
    upstream = (request, response) => {
      const token = /session_token=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
      json(200, session(token, { name: token }))(request, response)
    }
  })

  it('is asked once in a request, by whoever asks', async () => {
    jar.set(tokenName, 'one.signature')
    await inRequestScope('GET', async () => {
      const names = await Promise.all([nameOf(auth.getSession(fresh)), nameOf(auth.getSession())])
      expect([...names, await nameOf(auth.getSession(fresh))]).toEqual(['one', 'one', 'one'])
    })
    expect(seen).toHaveLength(1)
  })

  it('is asked anew in the next request, whatever the browser says', async () => {
    jar.set(tokenName, 'one.signature')
    browser = new Headers({ 'x-session-asked': 'yes', 'x-session-state': 'signed-in' })
    await inRequestScope('GET', () => auth.getSession(fresh))
    await inRequestScope('GET', () => auth.getSession(fresh))
    expect(seen).toHaveLength(2)
  })

  it('is asked anew for another token, and after a change', async () => {
    await inRequestScope('POST', async () => {
      jar.set(tokenName, 'one.signature')
      expect(await nameOf(auth.getSession(fresh))).toBe('one')
      jar.set(tokenName, 'two.signature')
      expect(await nameOf(auth.getSession(fresh))).toBe('two')
      await auth.updateUser({ name: 'Countess' })
      await auth.getSession(fresh)
    })
    expect(seen.filter(({ path }) => path.startsWith('/auth/get-session'))).toHaveLength(3)
  })

  it('is nobody without a token, and nobody is asked', async () => {
    jar.set(dataName, await mint(session('one')))
    expect(await nameOf(auth.getSession(fresh))).toBeUndefined()
    expect(await nameOf(auth.getSession())).toBeUndefined()
    expect(seen).toEqual([])
  })

  it('stands in session_data, if that was minted for the token beside it', async () => {
    jar.set(dataName, await mint(session('one', { name: 'From the cookie' })))
    jar.set(tokenName, 'one.signature')
    expect(await nameOf(auth.getSession())).toBe('From the cookie')
    expect(seen).toEqual([])
    jar.set(tokenName, 'two.signature')
    expect(await nameOf(auth.getSession())).toBe('two')
  })

  it('is told while a page renders, where Next lets no cookie be set', async () => {
    // neondatabase/neon-js issue 196: upstream renews the cookie once a day.
    upstream = json(200, session('one'), { 'Set-Cookie': `${tokenName}=one.signature; Path=/` })
    jar.set(tokenName, 'one.signature')
    isRendering = true
    expect(await nameOf(auth.getSession(fresh))).toBe('Ada')
  })
})

describe('cookies', () => {
  const signedIn = (token: string, user: object = {}): RequestListener => {
    return (request, response) =>
      request.url?.includes('get-session')
        ? json(200, session(token, user))(request, response)
        : json(
            200,
            { user: { id: 'u' } },
            { 'Set-Cookie': [`${tokenName}=${token}.x; Max-Age=60`, 'tracking=1'] },
          )(request, response)
  }
  const signIn = () => auth.signIn.email({ email: 'ada@example.com', password: 'x' })

  it('are those of the session and no others', async () => {
    upstream = signedIn('one')
    await signIn()
    expect([...jar.keys()].sort()).toEqual([dataName, tokenName].sort())
    expect(await nameOf(auth.getSession())).toBe('Ada')
  })

  it.each([
    ['image', `http://example.com/${'p'.repeat(6000)}`],
    ['name', 'x'.repeat(4000)],
  ])('hold no session_data of more than 3,800 bytes, however long the %s', async (field, value) => {
    upstream = signedIn('one', { [field]: value })
    await signIn()
    expect(jar.get(tokenName)).toBe('one.x')
    expect((jar.get(dataName) ?? '').length).toBeLessThanOrEqual(3800)
  })

  it('of a session before are ended upstream', async () => {
    upstream = signedIn('two')
    jar.set(tokenName, 'one.x')
    await signIn()
    expect(jar.get(tokenName)).toBe('two.x')
    const ended = seen.find(({ path }) => path === '/auth/sign-out')
    expect(ended?.headers.cookie).toBe(`${tokenName}=one.x`)
  })
})

describe('a request to Neon Auth', () => {
  const listAccounts = () => answerOf(auth.listAccounts())

  it('comes from our origin, with the name and the address of the browser', async () => {
    upstream = json(200, [])
    browser = new Headers({
      'user-agent': 'Firefox',
      // The first is the client's own invention.
      'x-forwarded-for': '192.0.2.1, 203.0.113.7',
      'x-peer-address': '10.0.0.1',
    })
    await listAccounts()
    expect(seen[0]?.headers).toMatchObject({
      origin: 'https://app.example.com',
      'user-agent': 'Firefox',
      'x-forwarded-for': '203.0.113.7',
    })
    browser.set('x-forwarded-for', '2001:db8:1:2:3:4:5:6')
    await listAccounts()
    expect(seen[1]?.headers['x-forwarded-for']).toBe('2001:db8:1:2::')
  })

  it('that is refused gives the code of upstream, unfolded', async () => {
    upstream = json(400, { code: 'INVALID_PASSWORD', message: 'Invalid password' })
    expect(await listAccounts()).toEqual({
      ok: false,
      reason: 'refused',
      code: 'INVALID_PASSWORD',
      status: 400,
    })
    upstream = json(400, { code: 'with a\r\nbreak' })
    expect(await listAccounts()).toMatchObject({ code: 'UNKNOWN' })
  })

  it.each<[string, RequestListener]>([
    ['an error', json(500, {})],
    ['a page of HTML', (_, response) => response.end('<html>')],
    ['a redirect', json(302, null, { Location: '/elsewhere' })],
    ['a broken connection', (request) => request.socket.destroy()],
  ])('that gets %s is not answered', async (_, listener) => {
    upstream = listener
    expect(await listAccounts()).toMatchObject({ reason: 'unavailable', id: expect.any(String) })
  })

  it('that hangs or drips ends in time, and whoever asks next in the same request is told at once', async () => {
    upstream = (_, response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write(' '), 100)
      response.on('close', () => clearInterval(drip))
    }
    jar.set(tokenName, 'one.x')
    await inRequestScope('GET', async () => {
      const start = Date.now()
      expect(await nameOf(auth.getSession(fresh))).toBe('unavailable')
      expect(Date.now() - start).toBeLessThan(3500)
      const then = Date.now()
      expect(await listAccounts()).toMatchObject({ reason: 'unavailable' })
      expect(Date.now() - then).toBeLessThan(200)
    })
    expect(seen).toHaveLength(1)
  })

  it('waits no longer than the time of the whole request', async () => {
    upstream = (request, response) => {
      if (seen.length === 1) setTimeout(() => json(200, [])(request, response), 1500)
    }
    jar.set(tokenName, 'one.x')
    await inRequestScope('GET', async () => {
      const start = Date.now()
      // Each answer leaves less time for the next request.
      expect(await listAccounts()).toMatchObject({ ok: true })
      await Promise.all([listAccounts(), answerOf(auth.listSessions())])
      expect(Date.now() - start).toBeLessThan(4900)
    })
  })

  it('that comes too often for upstream waits and tries again', async () => {
    upstream = (request, response) =>
      seen.length === 1
        ? json(429, {}, { 'X-Retry-After': '1' })(request, response)
        : json(200, [])(request, response)
    expect(await inRequestScope('POST', listAccounts)).toEqual({ ok: true, data: [] })
    expect(seen).toHaveLength(2)
  })

  it('finds upstream busy when that would take too long, and says in the log what to do', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    upstream = json(429, {}, { 'X-Retry-After': '42' })
    expect(await inRequestScope('POST', listAccounts)).toEqual({
      ok: false,
      reason: 'busy',
      retryAfter: 42,
    })
    expect(seen).toHaveLength(1)
    expect(warn.mock.calls.join()).toMatch(/"auth.busy".*"seconds":42.*TRUSTED_PROXIES/)
  })

  it('that upstream does not trust is said by its name, with what to do', async () => {
    const error = vi.spyOn(console, 'error').mockReturnValue()
    upstream = json(403, { code: 'INVALID_ORIGIN' })
    expect(await inRequestScope('POST', listAccounts)).toMatchObject({ code: 'INVALID_ORIGIN' })
    expect(error.mock.calls.join()).toMatch(
      /"auth.untrusted".*"INVALID_ORIGIN".*trusted domains.*APP_URL/,
    )
  })

  it('reaches what the SDK has not, or elsewhere', async () => {
    upstream = json(200, {})
    await auth.revokeOtherSessions()
    await auth.emailOtp.resetPassword({ email: 'ada@example.com', otp: '1', password: 'x' })
    await auth.linkSocial({ provider: 'google' })
    await auth.unlinkAccount({ providerId: 'google' })
    expect(seen.map(({ path }) => path)).toEqual([
      '/auth/revoke-other-sessions',
      '/auth/email-otp/reset-password',
      '/auth/link-social',
      '/auth/unlink-account',
    ])
  })
})
