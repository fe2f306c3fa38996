import { database, expect, newAccount, setting, stats, test } from '../support/fixtures'
import { formOf, post } from '../support/forms'

async function accounts(email: string): Promise<number> {
  const [row] =
    await database()`SELECT count(*)::int AS n FROM neon_auth."user" WHERE email = ${email}`
  return Number(row?.n)
}

test.describe('a forged sign-up', () => {
  const forgeries: Record<string, (data: FormData, email: string) => void> = {
    'with missing fields': (data) => data.append('name', 'Eve'),
    'with a field twice': (data, email) => {
      for (const name of ['Ada', 'Eve']) data.append('name', name)
      data.append('email', email)
      data.append('password', 'long enough password')
    },
    'with a file instead of text': (data, email) => {
      data.append('name', new File(['x'], 'name.txt'))
      data.append('email', email)
      data.append('password', 'long enough password')
    },
    'with NUL in the name': (data, email) => {
      data.append('name', 'a\u0000b')
      data.append('email', email)
      data.append('password', 'long enough password')
    },
  }
  for (const [title, forge] of Object.entries(forgeries)) {
    test(`${title} is told so and changes nothing`, async ({ page }) => {
      const { email } = newAccount()
      const data = await formOf(page, '/auth/sign-up')
      forge(data, email)
      const response = await post('/auth/sign-up', data)
      expect(response.status).toBe(200)
      expect(await response.text()).toContain('aria-invalid="true"')
      expect(response.headers.getSetCookie().join()).not.toContain('session_token')
      expect(await accounts(email)).toBe(0)
    })
  }

  for (const [title, next] of [
    ['twice', '/posts'],
    ['as a file', new File(['x'], 'next.txt')],
  ] as const) {
    test(`with the hidden field ${title} is told so above the form`, async ({ page }) => {
      const account = newAccount()
      const data = await formOf(page, '/auth/sign-up')
      if (typeof next !== 'string') data.delete('next')
      data.append('next', next)
      for (const [name, value] of Object.entries(account)) data.append(name, value)
      const html = await (await post('/auth/sign-up', data)).text()
      expect(html).toMatch(/role="alert".*We couldn’t read this form. Please try again./)
      expect(html).toContain(`value="${account.email}"`)
      expect(await accounts(account.email)).toBe(0)
    })
  }

  test('with extra fields makes an ordinary account', async ({ page }) => {
    const { email } = newAccount()
    const data = await formOf(page, '/auth/sign-up')
    const fields = {
      name: 'Eve',
      email,
      password: 'long enough password',
      role: 'admin',
      emailVerified: 'true',
      id: '1',
    }
    for (const [name, value] of Object.entries(fields)) data.append(name, value)
    expect((await post('/auth/sign-up', data)).status).toBe(303)
    const [user] =
      await database()`SELECT role, "emailVerified" FROM neon_auth."user" WHERE email = ${email}`
    expect(user?.role).not.toBe('admin')
    expect(user?.emailVerified).toBe(false)
  })

  for (const origin of ['https://evil.example', 'null', 'http://localhost:1', '']) {
    test(`from the origin "${origin}" is refused`, async ({ page }) => {
      const { email } = newAccount()
      const data = await formOf(page, '/auth/sign-up')
      for (const [name, value] of Object.entries({
        name: 'Eve',
        email,
        password: 'long enough password',
      })) {
        data.append(name, value)
      }
      const response = await fetch(`${setting('APP_URL')}/auth/sign-up`, {
        method: 'POST',
        body: data,
        redirect: 'manual',
        headers: origin ? { Origin: origin } : {},
      })
      expect(response.status).toBe(403)
      expect(await response.text()).toContain('This form was sent from another site')
      expect(await accounts(email)).toBe(0)
    })
  }

  test('of one megabyte is refused before it is read', async ({ page }) => {
    const data = await formOf(page, '/auth/sign-up')
    data.append('name', 'x'.repeat(1024 * 1024))
    const response = await post('/auth/sign-up', data)
    expect(response.status).toBe(413)
    expect(await response.text()).toContain('That was too large')
  })

  test('as text/plain is refused', async () => {
    const response = await post('/auth/sign-up', 'name=Eve', { 'Content-Type': 'text/plain' })
    expect(response.status).toBe(415)
  })
})

test.describe('/api/auth', () => {
  for (const path of [
    'admin/list-users',
    'list-sessions',
    'token',
    'sign-in/email/',
    'sign-in%2femail',
    'sign-in%2Femail',
    '..%2fadmin%2flist-users',
    'get-session/..%2f..%2fadmin',
    '..%5cadmin',
    'get-session%3fx',
    'GET-SESSION',
    '',
  ]) {
    test(`does not have ${path || 'an index'}`, async () => {
      for (const method of ['GET', 'POST']) {
        const response = await fetch(`${setting('APP_URL')}/api/auth/${path}`, {
          method,
          redirect: 'manual',
          ...(method === 'POST' && {
            body: '{}',
            headers: { Origin: setting('APP_URL'), 'Content-Type': 'application/json' },
          }),
        })
        // Next removes a trailing slash before anything else.
        expect([404, ...(path === '' || path.endsWith('/') ? [308] : [])]).toContain(
          response.status,
        )
      }
    })
  }

  test('takes no body over 16 KB, no foreign origin, nothing but JSON', async () => {
    const call = (body: string, headers: Record<string, string>) =>
      post('/api/auth/sign-in/email', body, headers)
    const json = { 'Content-Type': 'application/json' }
    expect((await call(JSON.stringify({ email: 'x'.repeat(17_000) }), json)).status).toBe(413)
    expect((await call('{}', { ...json, Origin: 'https://evil.example' })).status).toBe(403)
    expect((await call('{}', { ...json, Origin: 'null' })).status).toBe(403)
    expect((await call('{}', { 'Content-Type': 'text/plain' })).status).toBe(415)
    expect((await call('{}', { 'Content-Type': 'application/x-www-form-urlencoded' })).status).toBe(
      415,
    )
  })
})

test.describe('every response', () => {
  for (const path of [
    '/',
    '/posts',
    '/auth/sign-in',
    '/nowhere',
    '/api/health',
    '/api/auth/nowhere',
    '/robots.txt',
  ]) {
    test(`${path} has the security headers`, async () => {
      const response = await fetch(setting('APP_URL') + path, { redirect: 'manual' })
      const headers = Object.fromEntries(response.headers)
      expect(headers).toMatchObject({
        'strict-transport-security': expect.stringContaining('max-age='),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'strict-origin-when-cross-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
        'cross-origin-opener-policy': 'same-origin',
      })
      expect(headers).not.toHaveProperty('x-powered-by')
    })
  }

  test('a page has a policy with a fresh nonce, and no inline script without it', async () => {
    const nonces = new Set<string>()
    for (let round = 0; round < 2; round++) {
      const response = await fetch(`${setting('APP_URL')}/`)
      const policy = response.headers.get('content-security-policy') ?? ''
      for (const part of [`frame-ancestors 'none'`, `base-uri 'none'`, `form-action 'self'`]) {
        expect(policy).toContain(part)
      }
      const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? ''
      expect(scripts).not.toContain('unsafe')
      const nonce = /'nonce-([^']+)'/.exec(scripts)?.[1] ?? ''
      nonces.add(nonce)
      const html = await response.text()
      const tags = [...html.matchAll(/<script[^>]*>/g)]
      expect(tags.length).toBeGreaterThan(0)
      for (const [tag] of tags) expect(tag).toContain(`nonce="${nonce}"`)
      expect(response.headers.get('cache-control')).toContain('no-store')
    }
    expect(nonces.size).toBe(2)
  })

  test('no source map and no secret reaches the browser', async ({ page }) => {
    const scripts: string[] = []
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.url())
    })
    await page.goto('/auth/sign-in', { waitUntil: 'networkidle' })
    expect(scripts.length).toBeGreaterThan(0)
    for (const url of scripts) {
      const text = await (await fetch(url)).text()
      expect(text).not.toMatch(/sourceMappingURL=|NEON_AUTH_COOKIE_SECRET|postgresql:\/\//)
      // Without the build's name after it.
      const map = new URL(url)
      map.pathname += '.map'
      map.search = ''
      expect((await fetch(map)).status).toBe(404)
    }
  })
})

test('health asks nobody; ready asks both', async ({ request }) => {
  for (const [path, cost] of [
    ['/api/health', [0, 0]],
    ['/api/ready', [1, 1]],
  ] as const) {
    const before = await stats()
    expect((await request.get(path)).status()).toBe(200)
    const after = await stats()
    expect([after.statements - before.statements, after.auth - before.auth]).toEqual(cost)
  }
})

test('a page that is only looked at fetches none of those that it links to', async ({
  page,
  signUp,
}) => {
  await signUp()
  const fetched: string[] = []
  page.on('request', (request) => {
    if (request.headers().rsc) fetched.push(request.url())
  })
  for (const path of ['/', '/posts']) {
    await page.goto(path, { waitUntil: 'networkidle' })
    await page.getByRole('button', { name: 'Account menu' }).click()
    await page.getByRole('link', { name: 'Account' }).hover()
    await page.waitForLoadState('networkidle')
  }
  expect(fetched).toEqual([])
})

test('links and searches within the app load no page anew; a link for another tab does', async ({
  page,
  signUp,
}) => {
  await signUp()
  await page.goto('/', { waitUntil: 'networkidle' })
  await page.evaluate(() => Object.assign(window, { kept: true }))
  const kept = () => page.evaluate(() => 'kept' in window)

  await page.getByRole('link', { name: 'Posts', exact: true }).click()
  await expect(page).toHaveURL('/posts')
  await page.getByLabel('Search posts').fill('river & sea')
  await page.getByRole('button', { name: 'Search' }).click()
  await expect(page).toHaveURL('/posts?search=river+%26+sea')
  await expect(page.getByLabel('Search posts')).toHaveValue('river & sea')
  await page.goBack()
  await expect(page.getByLabel('Search posts')).toHaveValue('')
  expect(await kept()).toBe(true)

  const opened = page.context().waitForEvent('page')
  await page
    .getByRole('link', { name: 'Write', exact: true })
    .click({ modifiers: ['ControlOrMeta'] })
  await expect(await opened).toHaveURL('/posts/new')
  await expect(page).toHaveURL('/posts')
})
