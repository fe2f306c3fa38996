import type { APIRequestContext, BrowserContext } from '@playwright/test'
import { database, expect, newAccount, setting, stats, test } from '../support/fixtures'
import { register } from '../support/people'

const tokenName = '__Secure-neon-auth.session_token'
const dataName = '__Secure-neon-auth.local.session_data'

async function cookie(context: BrowserContext, name: string) {
  return (await context.cookies(setting('APP_URL'))).find((candidate) => candidate.name === name)
}

/** What Neon Auth says about a token. */
async function sessionOf(token: string | undefined): Promise<unknown> {
  const answer = await fetch(`${setting('NEON_AUTH_BASE_URL')}/get-session`, {
    headers: { Cookie: `${tokenName}=${token}` },
  })
  return answer.json()
}

test('an ordinary page view costs one SQL statement and no auth request', async ({
  page,
  signUp,
}) => {
  const account = await signUp()
  // None of the page's own prefetches are counted: started ones end, and none start.
  await page.goto('/posts', { waitUntil: 'networkidle' })
  await page.goto('about:blank')
  const before = await stats()
  const response = await page.request.get('/posts')
  expect(await response.text()).toContain(account.name)
  const after = await stats()
  expect(after.statements - before.statements).toBe(1)
  expect(after.auth - before.auth).toBe(0)
})

test('an expired session_data cookie is renewed with one auth request, for page and browser', async ({
  page,
  context,
  signUp,
}) => {
  const account = await signUp()
  await page.goto('about:blank')
  await context.clearCookies({ name: dataName })
  const before = await stats()
  const response = await page.request.get('/posts')
  expect(await response.text()).toContain(account.name)
  expect((await stats()).auth - before.auth).toBe(1)
  expect((await cookie(context, dataName))?.value).toBeTruthy()

  await page.request.get('/posts')
  expect((await stats()).auth - before.auth).toBe(1)
})

for (const path of ['/', '/posts/mine', '/posts/new']) {
  test(`${path} asks once in all, whether session_data is good or has run out`, async ({
    page,
    context,
    signUp,
  }) => {
    const account = await signUp()
    await page.goto('about:blank')
    for (const isOver of [true, false]) {
      if (isOver) await context.clearCookies({ name: dataName })
      const before = await stats()
      const response = await page.request.get(path)
      expect(await response.text()).toContain(account.name)
      expect((await stats()).auth - before.auth).toBe(1)
      // The proof that the proxy asked stays in the server.
      expect(Object.keys(response.headers()).join()).not.toMatch(/asked|middleware/)
    }
  })
}

test('the daily renewal of the session reaches the browser and crashes no page', async ({
  page,
  context,
  signUp,
}) => {
  const account = await signUp()
  const sql = database()
  const [session] = await sql`
    UPDATE neon_auth.session SET "expiresAt" = now() + interval '5 days', "updatedAt" = now() - interval '2 days'
    WHERE "userId" = (SELECT id FROM neon_auth."user" WHERE email = ${account.email}) RETURNING id`
  await context.clearCookies({ name: dataName })
  await page.goto('/posts')
  await expect(page.getByText(`Signed in as ${account.name}`)).toBeVisible()
  const [renewed] = await sql`
    SELECT "expiresAt" > now() + interval '6 days' AS renewed FROM neon_auth.session WHERE id = ${session?.id}`
  expect(renewed?.renewed).toBe(true)
  const token = await cookie(context, tokenName)
  expect(token?.expires ?? 0).toBeGreaterThan(Date.now() / 1000 + 6 * 86_400)
})

// Its session_data cookie is valid, so the page itself asks upstream while rendering, and gets a cookie
// that a Server Component can't write (neondatabase/neon-js issue 196).
for (const path of ['/account', '/posts/mine']) {
  test(`the daily renewal while ${path} renders crashes nothing`, async ({ page, signUp }) => {
    const account = await signUp()
    const sql = database()
    await sql`
      UPDATE neon_auth.session
      SET "expiresAt" = now() + interval '5 days', "updatedAt" = now() - interval '2 days'
      WHERE "userId" = (SELECT id FROM neon_auth."user" WHERE email = ${account.email})`
    const response = await page.goto(path)
    expect(response?.status()).toBe(200)
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/could not be shown/)
    const [session] = await sql`
      SELECT "expiresAt" > now() + interval '6 days' AS renewed FROM neon_auth.session
      WHERE "userId" = (SELECT id FROM neon_auth."user" WHERE email = ${account.email})`
    expect(session?.renewed).toBe(true)
  })
}

test('cookies are Secure, HttpOnly, Lax and small', async ({ context, signUp }) => {
  await signUp()
  const cookies = await context.cookies(setting('APP_URL'))
  expect(cookies.map(({ name }) => name).sort()).toEqual([dataName, tokenName].sort())
  for (const { name, value, secure, httpOnly, sameSite } of cookies) {
    expect({ secure, httpOnly, sameSite }).toEqual({
      secure: true,
      httpOnly: true,
      sameSite: 'Lax',
    })
    expect(name.length + value.length).toBeLessThan(4000)
  }
})

test('signing in again rotates the token, and the old one is dead', async ({
  page,
  context,
  signUp,
}) => {
  const account = await signUp()
  const old = await cookie(context, tokenName)
  expect(await sessionOf(old?.value)).not.toBeNull()
  await page.getByRole('button', { name: 'Account menu' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible()

  await page.goto('/auth/sign-in')
  await page.getByLabel('Email').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText(`Signed in as ${account.name}`)).toBeVisible()
  const fresh = await cookie(context, tokenName)
  expect(fresh?.value).not.toBe(old?.value)
  expect(await sessionOf(fresh?.value)).not.toBeNull()
  expect(await sessionOf(old?.value)).toBeNull()
})

test('session_data of one session does not speak for another', async ({
  page,
  context,
  signUp,
  browser,
}) => {
  const account = await signUp()
  const stolen = await cookie(context, dataName)
  expect(stolen?.value).toBeTruthy()
  const other = await browser.newContext()
  const location = { domain: 'localhost', path: '/', secure: true, httpOnly: true }
  await other.addCookies([
    { ...location, name: dataName, value: stolen?.value ?? '' },
    { ...location, name: tokenName, value: 'forged.token' },
  ])
  const otherPage = await other.newPage()
  await otherPage.goto('/posts')
  await expect(otherPage.getByRole('heading', { name: 'Sign in to your account' })).toBeVisible()
  expect(await otherPage.content()).not.toContain(account.name)
  await other.close()
  await page.reload()
  await expect(page.getByText(`Signed in as ${account.name}`)).toBeVisible()
})

test('the browser never gets a session token in a body', async ({ page, context, signUp }) => {
  const account = await signUp()
  const token =
    decodeURIComponent((await cookie(context, tokenName))?.value ?? '').split('.')[0] ?? ''
  expect(token.length).toBeGreaterThan(20)
  for (const path of [
    '/',
    '/posts',
    '/api/auth/get-session',
    '/api/auth/get-session?disableCookieCache=true',
  ]) {
    const response = await page.request.get(path)
    expect(response.status()).toBe(200)
    expect(await response.text()).not.toContain(token)
  }
  const signIn = await page.request.post('/api/auth/sign-in/email', {
    data: { email: account.email, password: account.password },
    headers: { Origin: setting('APP_URL') },
  })
  expect(await signIn.json()).not.toHaveProperty('token')
  expect(signIn.headers()['cache-control']).toContain('no-store')
})

/** A reader's cookies, for `fetch`: of many requests at once, Playwright's wait for each other. */
async function cookiesOf(context: BrowserContext | APIRequestContext) {
  const { cookies } = await context.storageState()
  return { Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') }
}

test('200 interleaved requests of two readers never mix', async ({ context, playwright }) => {
  const ada = await register(context.request, newAccount('Ada Interleaved'))
  const other = await playwright.request.newContext()
  const grace = await register(other, newAccount('Grace Interleaved'))
  const [ofAda, ofGrace] = [await cookiesOf(context), await cookiesOf(other)]
  await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const [headers, mine, theirs] = index % 2 === 0 ? [ofAda, ada, grace] : [ofGrace, grace, ada]
      const html = await (await fetch(`${setting('APP_URL')}/posts`, { headers })).text()
      expect(html).toContain(mine.name)
      expect(html).not.toContain(theirs.name)
      expect(html).not.toContain(theirs.email)
    }),
  )
  await other.dispose()
})

test('nor do the requests of a router that has scripts', async ({ context, playwright }) => {
  const ada = await register(context.request, newAccount('Ada Interleaved'))
  const other = await playwright.request.newContext()
  const grace = await register(other, newAccount('Grace Interleaved'))
  const [ofAda, ofGrace] = [await cookiesOf(context), await cookiesOf(other)]
  const paths = ['/', '/posts', '/account', '/posts/mine']
  await Promise.all(
    Array.from({ length: 80 }, async (_, index) => {
      const [cookies, mine, theirs] = index % 2 === 0 ? [ofAda, ada, grace] : [ofGrace, grace, ada]
      const path = paths[Math.floor(index / 2) % paths.length] ?? '/'
      const response = await fetch(setting('APP_URL') + path, { headers: { ...cookies, RSC: '1' } })
      expect(response.headers.get('content-type')).toContain('text/x-component')
      const text = await response.text()
      expect(text).toContain(mine.name)
      expect(text).not.toContain(theirs.name)
      expect(text).not.toContain(theirs.email)
    }),
  )
  await other.dispose()
})
