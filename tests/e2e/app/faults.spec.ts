import { database, expect, newAccount, setting, test } from '../support/fixtures'
import { setFault } from '../support/faults'
import { addPost, register, someone } from '../support/people'

const dataName = '__Secure-neon-auth.local.session_data'
const kinds = ['hang', 'refuse', 'reset', 'status500', 'html'] as const

test.afterEach(async () => {
  await setFault('auth', null)
  await setFault('database', null)
})

for (const kind of kinds) {
  test(`auth: ${kind} gives a clear message to whoever signs in, within 8 seconds`, async ({
    page,
  }) => {
    await page.goto('/auth/sign-in')
    await page.getByLabel('Email').fill('ada@example.com')
    await page.getByLabel('Password', { exact: true }).fill('some password')
    await setFault('auth', { kind })
    const start = Date.now()
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByText('The sign-in service isn’t answering.')).toBeVisible()
    expect(Date.now() - start).toBeLessThan(8000)
    await expect(page.getByLabel('Email')).toHaveValue('ada@example.com')
  })

  test(`auth: ${kind} does not sign a reader out`, async ({ page, context, signUp }) => {
    const account = await signUp()
    await setFault('auth', { kind })
    // A valid session_data means nobody is asked.
    await page.reload()
    await expect(page.getByText(`Signed in as ${account.name}`)).toBeVisible()

    await context.clearCookies({ name: dataName })
    const start = Date.now()
    await page.goto('/posts')
    await expect(page.getByText('You’re not signed out')).toBeVisible()
    expect(Date.now() - start).toBeLessThan(5000)
    expect(page.url()).toContain('/posts')
    await page.goto('/')
    await expect(page.getByText('You’re not signed out')).toBeVisible()

    await setFault('auth', null)
    await page.goto('/posts')
    await expect(page.getByText(`Signed in as ${account.name}`)).toBeVisible()
  })

  for (const javaScriptEnabled of [true, false]) {
    test(`auth: ${kind} answers a form within 8 seconds and keeps its text, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
      browser,
    }) => {
      const context = await browser.newContext({
        baseURL: setting('APP_URL'),
        javaScriptEnabled,
      })
      const ada = await register(context.request)
      const page = await context.newPage()
      await page.goto('/account')
      const profile = page.getByRole('region', { name: 'Profile', exact: true })
      await profile.getByLabel('Name').fill('Countess of Lovelace')
      await context.clearCookies({ name: dataName })
      await setFault('auth', { kind })
      const start = Date.now()
      await profile.getByRole('button', { name: 'Save profile' }).click()
      await expect(profile.getByText('You’re not signed out')).toBeVisible()
      expect(Date.now() - start).toBeLessThan(8000)
      await expect(profile.getByLabel('Name')).toHaveValue('Countess of Lovelace')
      await setFault('auth', null)
      const [user] = await database()`SELECT name FROM neon_auth."user" WHERE id = ${ada.id}`
      expect(user?.name).toBe(ada.name)
      await context.close()
    })
  }

  test(`database: ${kind} leaves the shell and the session, and says so`, async ({
    page,
    signUp,
  }) => {
    const account = await signUp()
    const title = `There all the while ${crypto.randomUUID()}`
    const id = await addPost((await someone()).id, title)
    await setFault('database', { kind })
    const start = Date.now()
    await page.goto('/posts')
    await expect(page.getByText('We couldn’t load the posts')).toBeVisible()
    expect(Date.now() - start).toBeLessThan(5500)
    await expect(page.getByText(`Signed in as ${account.name}`)).toBeVisible()
    await setFault('database', null)
    await page.getByRole('link', { name: 'Try again' }).click()
    await expect(page.getByRole('heading', { name: title })).toBeVisible()
    await database()`DELETE FROM posts WHERE id = ${id}`
  })

  test(`database: ${kind} keeps the text of a post, which is saved once afterwards`, async ({
    page,
    context,
  }) => {
    await register(context.request)
    const text = `Written while the database was down: ${crypto.randomUUID()}`
    await page.goto('/posts/new')
    await page.getByLabel('Text').fill(text)
    await setFault('database', { kind })
    const start = Date.now()
    await page.getByRole('button', { name: 'Save draft' }).click()
    await expect(page.getByText('Your text is still here')).toBeVisible()
    expect(Date.now() - start).toBeLessThan(8000)
    await expect(page.getByLabel('Text')).toHaveValue(text)

    await setFault('database', null)
    await page.getByRole('button', { name: 'Save draft' }).click()
    await expect(page).toHaveURL(/\/posts\/\d+\?notice=saved$/)
    expect(await database()`SELECT 1 FROM posts WHERE content = ${text}`).toHaveLength(1)
  })
}

for (const service of ['auth', 'database'] as const) {
  test(`${service} down is said once on a page of several parts`, async ({ page, context }) => {
    await register(context.request)
    await page.goto('/')
    await setFault(service, { kind: 'refuse' })
    await page.reload({ waitUntil: 'networkidle' })
    await expect(page.getByRole('main').getByRole('alert')).toHaveCount(1)
    await expect(page.getByText('Not available right now.').first()).toBeVisible()
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
  })

  test(`${service} down leaves each page its heading, and is said once`, async ({
    page,
    context,
  }) => {
    const ada = await register(context.request)
    const id = await addPost(ada.id, 'A walk')
    // A valid session_data means nobody is asked.
    if (service === 'auth') await context.clearCookies({ name: dataName })
    await setFault(service, { kind: 'refuse' })
    for (const path of ['/account', '/posts', '/posts/mine', `/posts/${id}`, `/posts/${id}/edit`]) {
      await page.goto(path)
      await expect(page.getByRole('main').getByRole('alert'), path).toHaveCount(1)
      await expect(page.getByRole('heading', { level: 1 }), path).toHaveCount(1)
    }
    await setFault(service, null)
    await database()`DELETE FROM posts WHERE id = ${id}`
  })
}

test('ready answers without details what is left while a part is down', async ({ request }) => {
  for (const [service, kind, status, word] of [
    // Everyone can read without Neon Auth: a load balancer mustn't take out all servers.
    ['auth', 'status500', 200, 'degraded'],
    // An HTML page with 200 isn't Neon Auth's answer.
    ['auth', 'html', 200, 'degraded'],
    ['database', 'status500', 503, 'unavailable'],
  ] as const) {
    await setFault(service, { kind })
    const response = await request.get('/api/ready')
    expect(response.status()).toBe(status)
    expect(await response.json()).toEqual({ status: word })
    expect((await request.get('/api/health')).status()).toBe(200)
    await setFault(service, null)
  }
  expect(await (await request.get('/api/ready')).json()).toEqual({ status: 'ok' })
})

test('signing out while auth is down ends the session in this browser and says so', async ({
  page,
  context,
  signUp,
}) => {
  await signUp(newAccount())
  await setFault('auth', { kind: 'refuse' })
  await page.getByRole('button', { name: 'Account menu' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByText('You’re signed out in this browser')).toBeVisible()
  expect(await context.cookies(setting('APP_URL'))).toEqual([])
})
