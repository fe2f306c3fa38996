import { handleAuthProxyRequest, processAuthMiddleware } from '@neondatabase/neon-js/auth/server'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { startAuthWorld } from './social-world'
import type { AuthWorld } from './social-world'
import { Browser } from './social-browser'

const app = 'http://localhost:3000'
const challengeNames = [
  '__Secure-neon-auth.session_challange',
  '__Secure-neon-auth.session_challenge',
] as const
const sessionCookie = '__Secure-neon-auth.session_token'

let world: AuthWorld
beforeAll(async () => {
  world = await startAuthWorld()
})
afterAll(() => world.stop())

const startedSchema = z.object({ url: z.string(), redirect: z.boolean() })
const sessionSchema = z.object({
  session: z.object({ userId: z.string() }),
  user: z.object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    emailVerified: z.boolean(),
    image: z.string().nullable(),
  }),
})

/** The app's server: calls Neon Auth for a browser with its cookies for the app's origin. */
async function call(
  browser: Browser,
  path: string,
  init: { method?: string; body?: unknown } = {},
) {
  const response = await fetch(`${world.authUrl}${path}`, {
    method: init.method ?? 'GET',
    headers: {
      origin: app,
      cookie: browser.cookies(app),
      ...(init.body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(init.body !== undefined && { body: JSON.stringify(init.body) }),
    redirect: 'manual',
  })
  browser.store(app, response.headers.getSetCookie())
  return response
}

const post = (browser: Browser, path: string, body: unknown) =>
  call(browser, path, { method: 'POST', body })

const addresses = {
  callbackURL: `${app}/posts`,
  newUserCallbackURL: `${app}/welcome`,
  errorCallbackURL: `${app}/auth/sign-in?from=social`,
}

/** Starts a sign-in; returns the provider's page for the browser. */
async function begin(browser: Browser, provider: string, body: Record<string, unknown> = {}) {
  const response = await post(browser, '/sign-in/social', { provider, ...addresses, ...body })
  expect(response.status).toBe(200)
  const { url } = startedSchema.parse(await response.json())
  return browser.next(url)
}

const someone = (email: string, verified: 'yes' | 'no' = 'yes') => ({
  account: 'other',
  name: 'Zoë Ω',
  email,
  verified,
})

/** Goes all the way to the app; returns the URL there. */
async function signIn(browser: Browser, provider: string, fields: Record<string, string>) {
  const page = await begin(browser, provider)
  return new URL(await browser.next(await browser.consent(page, fields)))
}

const exchange = (browser: Browser, address: URL) => call(browser, `/get-session${address.search}`)

async function codeOf(response: Response): Promise<unknown> {
  return z.object({ code: z.string() }).parse(await response.json()).code
}

const verifierOf = (address: URL) => address.searchParams.get('neon_auth_session_verifier')

describe('starting', () => {
  test('answers with an address of Neon Auth and sets the challenge under both names', async () => {
    const response = await post(new Browser(), '/sign-in/social', {
      provider: 'google',
      ...addresses,
    })
    const body: unknown = await response.json()
    expect(response.status).toBe(200)
    expect(body).toEqual({
      url: expect.stringMatching(
        /^http:\/\/localhost:\d+\/neondb\/auth\/sign-in\/social\/init\?token=[0-9a-f-]{36}$/,
      ),
      redirect: true,
    })
    const cookies = response.headers.getSetCookie()
    expect(cookies).toHaveLength(2)
    for (const [index, name] of challengeNames.entries()) {
      expect(cookies[index]).toMatch(new RegExp(`^${name}=[\\w-]{43};`))
      for (const attribute of ['Max-Age=600', 'Path=/', 'HttpOnly', 'Secure', 'SameSite=None']) {
        expect(cookies[index]?.split('; ')).toContain(attribute)
      }
    }
  })

  test('says so when it is not to redirect', async () => {
    const body = { provider: 'google', ...addresses, disableRedirect: true }
    const response = await post(new Browser(), '/sign-in/social', body)
    expect(await response.json()).toMatchObject({ redirect: false })
  })

  test('sends the browser to the provider with state and PKCE', async () => {
    for (const [provider, path] of [
      ['google', '/google/o/oauth2/v2/auth'],
      ['github', '/github/login/oauth/authorize'],
      ['vercel', '/vercel/oauth/authorize'],
    ] as const) {
      const page = new URL(await begin(new Browser(), provider))
      expect(page.origin + page.pathname).toBe(world.providerUrl + path)
      expect(page.searchParams.get('code_challenge_method')).toBe('S256')
      expect(page.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/)
      expect(page.searchParams.get('state')).toMatch(/^.{32}$/)
      expect(page.searchParams.get('redirect_uri')).toBe(`${world.authUrl}/callback/${provider}`)
    }
  })

  test('takes paths of the app that asks', async () => {
    const browser = new Browser()
    const page = await begin(browser, 'google', {
      callbackURL: '/a?b=c',
      newUserCallbackURL: '/new?x=1',
    })
    const address = new URL(
      await browser.next(await browser.consent(page, someone('path@example.com'))),
    )
    expect(address.href).toMatch(
      /^http:\/\/localhost:3000\/new\?x=1&neon_auth_session_verifier=[\w-]{43}$/,
    )
  })

  test.each([
    ['callbackURL', 'INVALID_CALLBACKURL'],
    ['newUserCallbackURL', 'INVALID_NEWUSERCALLBACKURL'],
    ['errorCallbackURL', 'INVALID_ERRORCALLBACKURL'],
  ])('refuses a foreign %s', async (field, code) => {
    for (const address of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
    ]) {
      const body = { provider: 'google', ...addresses, [field]: address }
      const response = await post(new Browser(), '/sign-in/social', body)
      expect([response.status, await codeOf(response)]).toEqual([403, code])
      expect(response.headers.getSetCookie()).toEqual([])
    }
  })

  test('does not know a provider that is not switched on', async () => {
    const response = await post(new Browser(), '/sign-in/social', {
      provider: 'apple',
      ...addresses,
    })
    expect([response.status, await codeOf(response)]).toEqual([404, 'PROVIDER_NOT_FOUND'])
  })

  test('answers a wrong token with VERIFICATION_NOT_FOUND', async () => {
    for (const query of [
      '',
      '?token=',
      '?token=nonsense',
      '?token=00000000-0000-4000-8000-000000000000',
    ]) {
      const response = await fetch(`${world.authUrl}/sign-in/social/init${query}`)
      expect([response.status, await codeOf(response)]).toEqual([400, 'VERIFICATION_NOT_FOUND'])
    }
  })
})

describe.each(['google', 'github', 'vercel'])('signing in with %s', (provider) => {
  const email = `${provider}-user@example.com`

  test('makes a new user, then knows it again', async () => {
    const browser = new Browser()
    const welcome = await signIn(browser, provider, someone(email))
    expect(welcome.origin + welcome.pathname).toBe(addresses.newUserCallbackURL)
    expect(browser.cookie(world.authUrl, sessionCookie)).toBeUndefined()

    const response = await exchange(browser, welcome)
    expect(response.status).toBe(200)
    const { session, user } = sessionSchema.parse(await response.json())
    expect(user).toMatchObject({ email, name: 'Zoë Ω', emailVerified: true })
    expect(user.image).toMatch(/^http:/)
    expect(session.userId).toBe(user.id)
    expect(browser.cookie(app, sessionCookie)).toMatch(/^[^.]+\..+/)
    for (const name of challengeNames) expect(browser.cookie(app, name)).toBeUndefined()

    const current = sessionSchema.parse(await (await call(browser, '/get-session')).json())
    expect(current.user.id).toBe(user.id)
    const accounts: unknown = await (await call(browser, '/list-accounts')).json()
    expect(accounts).toMatchObject([{ providerId: provider, userId: user.id }])

    const again = new Browser()
    const posts = await signIn(again, provider, someone(email))
    expect(posts.origin + posts.pathname).toBe(addresses.callbackURL)
    const returned = sessionSchema.parse(await (await exchange(again, posts)).json())
    expect(returned.user.id).toBe(user.id)
  })

  test('leads a refusal to the error address, and signs nobody in', async () => {
    const browser = new Browser()
    const page = await begin(browser, provider)
    const address = new URL(await browser.next(await browser.consent(page, { decision: 'refuse' })))
    expect(address.origin + address.pathname).toBe(`${app}/auth/sign-in`)
    expect(address.searchParams.get('from')).toBe('social')
    expect(address.searchParams.get('error')).toBe('access_denied')
    expect(verifierOf(address)).toBeNull()
    expect(await (await call(browser, '/get-session')).json()).toBeNull()
  })
})

describe('the verifier', () => {
  test('is of no use without the challenge', async () => {
    const address = await signIn(new Browser(), 'google', someone('no-cookie@example.com'))
    const response = await exchange(new Browser(), address)
    expect(response.status).toBe(400)
    expect(await codeOf(response)).toBe('SESSION_CHALLANGE_COOKIE_NOT_FOUND')
    expect(response.headers.getSetCookie()).toEqual([])
  })

  test('is of no use to another browser that began a sign-in of its own', async () => {
    const browser = new Browser()
    const address = await signIn(browser, 'google', someone('victim@example.com'))
    const other = new Browser()
    await begin(other, 'google')
    const stolen = await exchange(other, address)
    expect([stolen.status, await codeOf(stolen)]).toEqual([400, 'VERIFICATION_NOT_FOUND'])
    expect(other.cookie(app, sessionCookie)).toBeUndefined()
    // The attempt doesn't spoil the sign-in for the right browser.
    expect((await exchange(browser, address)).status).toBe(200)
  })

  test('works with either spelling of the cookie', async () => {
    for (const name of challengeNames) {
      const browser = new Browser()
      const address = await signIn(browser, 'google', someone('spelling@example.com'))
      const response = await fetch(`${world.authUrl}/get-session${address.search}`, {
        headers: { cookie: `${name}=${browser.cookie(app, name)}` },
      })
      expect(response.status).toBe(200)
    }
  })

  test('works once, even when it comes twice at the same time', async () => {
    const browser = new Browser()
    const address = await signIn(browser, 'google', someone('replay@example.com'))
    const cookie = browser.cookies(app)
    const attempt = () =>
      fetch(`${world.authUrl}/get-session${address.search}`, { headers: { cookie } })
    const responses = await Promise.all([attempt(), attempt(), attempt()])
    expect(responses.map((response) => response.status).sort()).toEqual([200, 400, 400])
    const replayed = await attempt()
    expect([replayed.status, await codeOf(replayed)]).toEqual([400, 'VERIFICATION_NOT_FOUND'])
  })

  test('when wrong is not found, and leaves an existing session alone', async () => {
    const browser = new Browser()
    await exchange(browser, await signIn(browser, 'google', someone('wrong@example.com')))
    await begin(browser, 'google')
    const response = await call(browser, '/get-session?neon_auth_session_verifier=wrong')
    expect([response.status, await codeOf(response)]).toEqual([400, 'VERIFICATION_NOT_FOUND'])
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await (await call(browser, '/get-session')).json()).not.toBeNull()
  })

  test('replaces the session of somebody else', async () => {
    const browser = new Browser()
    await exchange(browser, await signIn(browser, 'google', someone('first@example.com')))
    const second = await exchange(
      browser,
      await signIn(browser, 'google', someone('second@example.com')),
    )
    expect(sessionSchema.parse(await second.json()).user.email).toBe('second@example.com')
    const now = sessionSchema.parse(await (await call(browser, '/get-session')).json())
    expect(now.user.email).toBe('second@example.com')
  })

  test('of a revoked session opens nothing', async () => {
    const browser = new Browser()
    const address = await signIn(browser, 'google', someone('revoked@example.com'))
    await world.pool.query(
      `DELETE FROM neon_auth.session s USING neon_auth."user" u
        WHERE u.id = s."userId" AND u.email = 'revoked@example.com'`,
    )
    const response = await exchange(browser, address)
    expect([response.status, await codeOf(response)]).toEqual([400, 'VERIFICATION_NOT_FOUND'])
  })
})

describe('a consent that takes too long', () => {
  /** Makes what waits in the database expire. */
  const expire = (identifier: string) =>
    world.pool.query(
      `UPDATE neon_auth.verification SET "expiresAt" = now() - interval '1 second'
        WHERE identifier LIKE $1`,
      [identifier],
    )

  test('before the provider is opened: the address no longer works', async () => {
    const browser = new Browser()
    const started = await post(browser, '/sign-in/social', { provider: 'google', ...addresses })
    const { url } = startedSchema.parse(await started.json())
    await expire('social-sign-in:%')
    const response = await browser.fetch(url)
    expect([response.status, await codeOf(response)]).toEqual([400, 'VERIFICATION_NOT_FOUND'])
  })

  test('at the provider: the state cookie is gone, and the error address says so', async () => {
    const browser = new Browser()
    const callback = await browser.consent(
      await begin(browser, 'google'),
      someone('slow@example.com'),
    )
    const withoutStateCookie = new Browser()
    const address = new URL(await withoutStateCookie.next(callback))
    expect(address.origin + address.pathname).toBe(`${app}/auth/sign-in`)
    expect(address.searchParams.get('error')).toBe('state_mismatch')
  })

  test('after the callback: the verifier no longer works', async () => {
    const browser = new Browser()
    const address = await signIn(browser, 'google', someone('late@example.com'))
    await expire('social-verifier:%')
    const response = await exchange(browser, address)
    expect([response.status, await codeOf(response)]).toEqual([400, 'VERIFICATION_NOT_FOUND'])
  })
})

describe('the callback', () => {
  test('in another browser than the one that opened the provider signs nobody in', async () => {
    const browser = new Browser()
    const callback = await browser.consent(
      await begin(browser, 'github'),
      someone('csrf@example.com'),
    )
    const victim = new Browser()
    await begin(victim, 'github')
    const address = new URL(await victim.next(callback))
    expect(address.searchParams.get('error')).toBe('state_mismatch')
    expect(verifierOf(address)).toBeNull()
  })

  test('works once', async () => {
    const browser = new Browser()
    const callback = await browser.consent(
      await begin(browser, 'google'),
      someone('once@example.com'),
    )
    expect(verifierOf(new URL(await browser.next(callback)))).not.toBeNull()
    const again = new URL(await browser.next(callback))
    expect(again.searchParams.get('error')).toBe('state_mismatch')
    expect(verifierOf(again)).toBeNull()
  })

  test('with a code that the provider does not know leads to the error address', async () => {
    for (const provider of ['google', 'github', 'vercel']) {
      const browser = new Browser()
      const page = new URL(await begin(browser, provider))
      const state = page.searchParams.get('state') ?? ''
      const query = new URLSearchParams({ code: 'made-up', state }).toString()
      const address = new URL(await browser.next(`${world.authUrl}/callback/${provider}?${query}`))
      expect(address.origin + address.pathname).toBe(`${app}/auth/sign-in`)
      expect(address.searchParams.get('error')).toBe('invalid_code')
    }
  })

  test('with a code that was asked for by another sign-in fails at PKCE', async () => {
    const attacker = new Browser()
    const stolen = new URL(
      await attacker.consent(await begin(attacker, 'google'), someone('pkce@example.com')),
    )
    const browser = new Browser()
    const page = new URL(await begin(browser, 'google'))
    const query = new URLSearchParams({
      code: stolen.searchParams.get('code') ?? '',
      state: page.searchParams.get('state') ?? '',
    }).toString()
    const address = new URL(await browser.next(`${world.authUrl}/callback/google?${query}`))
    expect(address.searchParams.get('error')).toBe('invalid_code')
    const { rows } = await world.pool.query(
      `SELECT 1 FROM neon_auth."user" WHERE email = 'pkce@example.com'`,
    )
    expect(rows).toEqual([])
  })
})

describe('linking', () => {
  const password = 'correct horse battery'

  async function signUp(email: string, verified: boolean): Promise<Browser> {
    const browser = new Browser()
    const response = await post(browser, '/sign-up/email', { name: 'Pat', email, password })
    expect(response.status).toBe(200)
    await world.pool.query(`UPDATE neon_auth."user" SET "emailVerified" = $2 WHERE email = $1`, [
      email,
      verified,
    ])
    return browser
  }

  async function accountsOf(email: string): Promise<string[]> {
    const { rows } = await world.pool.query<{ providerId: string }>(
      `SELECT a."providerId" FROM neon_auth.account a JOIN neon_auth."user" u ON u.id = a."userId"
        WHERE u.email = $1 ORDER BY 1`,
      [email],
    )
    return rows.map((row) => row.providerId)
  }

  test('happens by itself when both sides have verified the address', async () => {
    await signUp('both@example.com', true)
    const browser = new Browser()
    const address = await signIn(browser, 'github', someone('both@example.com'))
    expect(address.pathname).toBe('/posts')
    expect((await exchange(browser, address)).status).toBe(200)
    expect(await accountsOf('both@example.com')).toEqual(['credential', 'github'])
  })

  test.each([
    ['the provider has not verified it', true, 'no'],
    ['we have not verified it', false, 'yes'],
  ] as const)('does not when %s', async (_case, local, remote) => {
    const email = `unlinked-${remote}@example.com`
    await signUp(email, local)
    const address = await signIn(new Browser(), 'google', someone(email, remote))
    expect(address.searchParams.get('error')).toBe('account_not_linked')
    expect(verifierOf(address)).toBeNull()
    expect(await accountsOf(email)).toEqual(['credential'])
  })

  test('a new user with an unverified address stays unverified', async () => {
    const browser = new Browser()
    const address = await signIn(browser, 'vercel', someone('fresh@example.com', 'no'))
    const { user } = sessionSchema.parse(await (await exchange(browser, address)).json())
    expect(user.emailVerified).toBe(false)
  })

  /** Connects a provider to the signed-in account; returns the last URL. */
  async function connect(browser: Browser, provider: string, fields: Record<string, string>) {
    const response = await post(browser, '/link-social', {
      provider,
      callbackURL: `${app}/account`,
      errorCallbackURL: `${app}/account?failed=1`,
    })
    expect(response.status).toBe(200)
    const { url } = startedSchema.parse(await response.json())
    // The state cookie is on the asking origin. Browsers don't tell a host's ports apart.
    browser.store(world.authUrl, browser.cookies(app).split('; '))
    return new URL(await browser.next(await browser.consent(url, fields)))
  }

  test('can be asked for, and undone, but never the last way to sign in', async () => {
    const email = 'connect@example.com'
    const browser = await signUp(email, false)
    const address = await connect(browser, 'google', someone(email))
    expect(address.href).toBe(`${app}/account`)
    expect(await accountsOf(email)).toEqual(['credential', 'google'])

    expect((await post(browser, '/unlink-account', { providerId: 'google' })).status).toBe(200)
    expect(await accountsOf(email)).toEqual(['credential'])
    const last = await post(browser, '/unlink-account', { providerId: 'credential' })
    expect(await codeOf(last)).toBe('FAILED_TO_UNLINK_LAST_ACCOUNT')
  })

  test('refuses an account with another address', async () => {
    const browser = await signUp('mine@example.com', true)
    const different = await connect(browser, 'google', someone('not-mine@example.com'))
    expect(different.searchParams.get('error')).toBe("email_doesn't_match")
    expect(different.searchParams.get('failed')).toBe('1')
    expect(await accountsOf('mine@example.com')).toEqual(['credential'])
  })

  test('needs a session', async () => {
    const response = await post(new Browser(), '/link-social', { provider: 'google' })
    expect(response.status).toBe(401)
  })
})

describe('through the SDK', () => {
  /** What the SDK's middleware makes of a browser's visit. */
  const visit = (browser: Browser, address: URL) =>
    processAuthMiddleware({
      request: new Request(address, { headers: { cookie: browser.cookies(app) } }),
      pathname: address.pathname,
      skipRoutes: ['/api/auth'],
      loginUrl: '/auth/sign-in',
      baseUrl: world.authUrl,
      cookieSecret: 'a secret of more than thirty-two characters',
      logLevel: 'silent',
    })

  test('a sign-in begins with both cookies on the app’s origin', async () => {
    const response = await handleAuthProxyRequest({
      request: new Request(`${app}/api/auth/sign-in/social`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: app },
        body: JSON.stringify({ provider: 'google', callbackURL: '/posts' }),
      }),
      path: 'sign-in/social',
      baseUrl: world.authUrl,
      cookieSecret: 'a secret of more than thirty-two characters',
    })
    expect(await response.json()).toMatchObject({ redirect: true })
    const cookies = response.headers.getSetCookie()
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual([...challengeNames])
    for (const cookie of cookies) expect(cookie).toMatch(/; Max-Age=600; .*SameSite=Lax$/)
  })

  test('the middleware exchanges the verifier and signs in', async () => {
    const browser = new Browser()
    const address = await signIn(browser, 'github', someone('sdk@example.com'))
    const result = await visit(browser, address)
    if (result.action !== 'redirect_oauth') throw new Error(result.action)
    expect(result.redirectUrl.href).toBe(addresses.newUserCallbackURL)
    browser.store(app, result.cookies ?? [])
    expect(browser.cookie(app, sessionCookie)).toBeDefined()
    expect(browser.cookie(app, '__Secure-neon-auth.local.session_data')).toBeDefined()
    for (const name of challengeNames) expect(browser.cookie(app, name)).toBeUndefined()
    expect(result.cookies?.find((cookie) => cookie.startsWith(sessionCookie))).toMatch(
      /SameSite=Lax/,
    )

    const page = await visit(browser, result.redirectUrl)
    expect(page.action).toBe('allow')
  })

  test('a replayed or stolen verifier leads to the sign-in page', async () => {
    const browser = new Browser()
    const address = await signIn(browser, 'github', someone('sdk-replay@example.com'))
    const challenge = browser.cookies(app)
    await visit(browser, address)
    const replaying = new Browser()
    replaying.store(app, challenge.split('; '))
    expect((await visit(replaying, address)).action).toBe('redirect_login')
    expect((await visit(new Browser(), address)).action).toBe('redirect_login')
  })
})

describe('the project’s settings', () => {
  afterEach(() => world.settings.set({ socialProviders: ['google', 'github', 'vercel'] }))

  test('decide which providers there are, for those on their way as well', async () => {
    const browser = new Browser()
    const callback = await browser.consent(
      await begin(browser, 'github'),
      someone('off@example.com'),
    )
    await world.settings.set({ socialProviders: ['google'] })
    const response = await post(new Browser(), '/sign-in/social', {
      provider: 'github',
      ...addresses,
    })
    expect([response.status, await codeOf(response)]).toEqual([404, 'PROVIDER_NOT_FOUND'])
    const address = new URL(await browser.next(callback))
    expect(address.searchParams.get('error')).toBe('oauth_provider_not_found')
  })
})

test('a provider that does not answer leads to the error address', async () => {
  const own = await startAuthWorld()
  const shared = world
  world = own
  try {
    const browser = new Browser()
    const callback = await browser.consent(
      await begin(browser, 'google'),
      someone('down@example.com'),
    )
    await own.stopProvider()
    const address = new URL(await browser.next(callback))
    expect(address.origin + address.pathname).toBe(`${app}/auth/sign-in`)
    expect(address.searchParams.get('error')).toBe('invalid_code')
  } finally {
    world = shared
    await own.stop()
  }
})
