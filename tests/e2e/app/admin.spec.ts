import { request, type APIRequestContext, type APIResponse, type Browser } from '@playwright/test'
import { database, expect, newAccount, setting, test } from '../support/fixtures'
import { newestCode } from '../support/mailbox'
import { addPost, postRow, register, someone, type Person } from '../support/people'

async function setRole({ id }: Person, role: 'admin' | 'user') {
  await database()`UPDATE neon_auth."user" SET role = ${role} WHERE id = ${id}`
}

/** An admin whose cookies say so too. */
async function registerAdmin(context: APIRequestContext): Promise<Person> {
  const admin = await register(context, newAccount('Robin Admin'))
  await setRole(admin, 'admin')
  const { email, password } = admin
  const response = await context.post(`${setting('APP_URL')}/api/auth/sign-in/email`, {
    data: { email, password },
    headers: { Origin: setting('APP_URL') },
  })
  expect(response.ok()).toBe(true)
  return admin
}

const send = (context: APIRequestContext, path: string, form: Record<string, string> = {}) =>
  context.post(setting('APP_URL') + path, {
    form,
    headers: { Origin: setting('APP_URL') },
    maxRedirects: 0,
  })

/** An answer without the parts that always differ: nonce, request ids, its own path. */
async function comparable(answer: APIResponse, path: string): Promise<string> {
  const headers = answer
    .headersArray()
    .filter(({ name }) => !/^(date|set-cookie)$/i.test(name))
    .map(({ name, value }) => `${name}: ${value}`)
  return (
    [answer.status(), ...headers, await answer.text()]
      .join('\n')
      .replaceAll(path, 'PATH')
      .replace(/\\?"c\\?":\[[^\]]*\]/g, 'PATH')
      .replace(/nonce(?:[-=]|\\?":)\\?"?[\w=+/-]+/g, 'NONCE')
      // Next's own request id, twice.
      .replace(/"[\w-]{21}[vm]"/g, 'KEY')
      .replace(/[\da-f]{8}-[\da-f]{4}-[\da-f-]{22}/g, 'ID')
  )
}

test('nobody but an admin can tell that the pages exist', async ({ playwright }) => {
  const { id } = await someone()
  const stranger = await playwright.request.newContext({ baseURL: setting('APP_URL') })
  const reader = await playwright.request.newContext({ baseURL: setting('APP_URL') })
  await register(reader)
  for (const who of [stranger, reader]) {
    for (const path of ['/admin/users', `/admin/users/${id}`, `/admin/users/${id}/ban`]) {
      const unknown = path.replace('/admin', '/nadmi')
      const asked = {
        page: (at: string) => who.get(at),
        'data of a page': (at: string) => who.get(at, { headers: { RSC: '1' } }),
        form: (at: string) => send(who, at, { role: 'admin', reason: 'x', days: '7' }),
        action: (at: string) =>
          who.post(at, {
            data: '[]',
            headers: {
              Origin: setting('APP_URL'),
              'Next-Action': '0'.repeat(42),
              'Content-Type': 'text/plain;charset=UTF-8',
            },
          }),
      }
      for (const [what, ask] of Object.entries(asked)) {
        const answer = await ask(path)
        // Next's answer to an unknown action.
        expect([what, answer.status()]).toEqual([what, what === 'action' ? 409 : 404])
        expect(await comparable(answer, path)).toBe(await comparable(await ask(unknown), unknown))
      }
    }
  }
  await stranger.dispose()
  await reader.dispose()
})

test('every form asks for the role anew, and none lets an admin do away with themselves', async ({
  playwright,
}) => {
  const context = await playwright.request.newContext({ baseURL: setting('APP_URL') })
  const admin = await registerAdmin(context)
  const author = await someone()
  const post = await addPost(author.id, 'To stay')
  const draft = await addPost(author.id, 'Their own', { isPublished: false })
  const row = async ({ id }: Person) =>
    (await database()`SELECT role, banned FROM neon_auth."user" WHERE id = ${id}`)[0]

  for (const [action, form] of [
    ['ban', { reason: 'Spam', days: '7' }],
    ['role', { role: 'user' }],
    ['sign-out', {}],
    ['remove', { confirmed: 'yes' }],
  ] as const) {
    const answer = await send(context, `/admin/users/${admin.id}/${action}`, form)
    expect(answer.headers().location).toBe(`/admin/users/${admin.id}?failed=self`)
  }
  expect(await row(admin)).toMatchObject({ role: 'admin' })
  // A draft is only for its author; nothing goes without asking twice.
  expect((await send(context, `/admin/posts/${draft}/delete`, { confirmed: 'yes' })).status()).toBe(
    303,
  )
  await send(context, `/admin/posts/${post}/delete`)
  await send(context, `/admin/users/${author.id}/remove`)
  expect(await postRow(draft)).toMatchObject({ content: 'Their own' })
  expect(await postRow(post)).toMatchObject({ is_published: true })

  // The cookie still calls them an admin; Neon Auth doesn't.
  const attempts = async () => {
    for (const [path, form] of [
      [`/admin/users/${author.id}/ban`, { reason: 'Spam', days: '7' }],
      [`/admin/users/${author.id}/role`, { role: 'admin' }],
      [`/admin/users/${author.id}/remove`, { confirmed: 'yes' }],
      [`/admin/posts/${post}/unpublish`, {}],
      [`/admin/posts/${post}/delete`, { confirmed: 'yes' }],
    ] as const) {
      expect((await send(context, path, form)).status()).toBe(404)
    }
    expect((await context.get('/admin/users')).status()).toBe(404)
    expect(await row(author)).toMatchObject({ role: 'user' })
    expect(await postRow(post)).toMatchObject({ is_published: true })
  }
  const kept = await context.storageState()
  await setRole(admin, 'user')
  await attempts()
  await setRole(admin, 'admin')
  const other = await playwright.request.newContext()
  await registerAdmin(other)
  await send(other, `/admin/users/${admin.id}/ban`, { reason: 'Spam', days: '0' })
  expect(await row(admin)).toMatchObject({ banned: true })
  await context.dispose()
  const banned = await request.newContext({ baseURL: setting('APP_URL'), storageState: kept })
  expect((await send(banned, `/admin/posts/${post}/unpublish`)).status()).toBe(404)
  expect(await postRow(post)).toMatchObject({ is_published: true })
  await banned.dispose()
  await other.dispose()
  await database()`DELETE FROM posts WHERE user_id = ${author.id}`
})

async function openAs(browser: Browser, admin?: (context: APIRequestContext) => Promise<Person>) {
  const context = await browser.newContext({
    baseURL: setting('APP_URL'),
    javaScriptEnabled: false,
  })
  await admin?.(context.request)
  return { context, page: await context.newPage() }
}

test('an admin bans, unpublishes and deletes without JavaScript; the banned see why', async ({
  page,
  context,
  browser,
  checkAccessibility,
}) => {
  await registerAdmin(context.request)
  const author = await someone()
  const post = await addPost(author.id, 'Buy now\n\nCheap')
  await page.goto('/')
  await page.getByRole('button', { name: 'Account menu' }).click()
  await page.getByRole('link', { name: 'Users' }).click()
  await page.getByLabel('Search by name or email').fill(author.email.slice(0, 20).toUpperCase())
  await page.getByRole('button', { name: 'Search' }).click()
  await expect(page.getByText('1 published post')).toBeVisible()
  await checkAccessibility()

  const admin = await openAs(browser, registerAdmin)
  await admin.page.goto(`/admin/users/${author.id}`)
  await admin.page.getByLabel('Reason').fill('Advertising isn’t welcome.')
  await admin.page.getByRole('button', { name: 'Ban' }).click()
  await expect(admin.page.getByText('Banned and signed out everywhere')).toBeVisible()

  const visitor = await openAs(browser)
  const said = /suspended until \d+ \w+ \d{4}, \d\d:\d\d UTC\. Reason: Advertising isn’t welcome\./
  await visitor.page.goto('/auth/sign-in')
  await visitor.page.getByLabel('Email').fill(author.email)
  await visitor.page.getByLabel('Password', { exact: true }).fill('a wrong password')
  await visitor.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(visitor.page.getByText('Incorrect email or password.')).toBeVisible()
  await visitor.page.getByLabel('Password', { exact: true }).fill(author.password)
  await visitor.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(visitor.page.getByText(said)).toBeVisible()
  await visitor.page.goto('/auth/code')
  await visitor.page.getByLabel('Email').fill(author.email)
  await visitor.page.getByRole('button', { name: 'Email me a code' }).click()
  await visitor.page.getByLabel('Code').fill(await newestCode(author.email))
  await visitor.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(visitor.page.getByText(said)).toBeVisible()
  await visitor.context.close()

  await admin.page.getByRole('button', { name: 'Lift ban' }).click()
  await expect(admin.page.getByText('Ban lifted')).toBeVisible()
  await admin.page.getByRole('button', { name: 'Unpublish: Buy now' }).click()
  await expect(admin.page.getByText('Post unpublished.')).toBeVisible()
  expect(await postRow(post)).toMatchObject({ is_published: false })
  await admin.page.getByText('Delete account…').click()
  await admin.page.getByRole('button', { name: 'Delete account and posts' }).click()
  await expect(admin.page).toHaveURL('/admin/users?done=removed')
  expect(await postRow(post)).toBeUndefined()
  expect(await database()`SELECT 1 FROM neon_auth."user" WHERE id = ${author.id}`).toEqual([])
  await admin.context.close()
})
