import { database, expect, newAccount, test } from '../support/fixtures'

test('a stranger signs up, reads, signs out and signs in again', async ({ page }) => {
  const account = newAccount()
  await page.goto('/')
  await page.getByRole('main').getByRole('link', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: 'Create new account' })).toBeVisible()

  await page.getByLabel('Name').fill(account.name)
  await page.getByLabel('Email').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Create account' }).click()

  await expect(page).toHaveURL('/posts')
  await expect(page.getByRole('heading', { name: 'Published posts' })).toBeVisible()
  await expect(page.getByText(`Signed in as ${account.name}`)).toBeVisible()
  // Other tests publish at the same time: the sample posts may be on the second page.
  await page.getByLabel('Search posts').fill('neon or welcome or hidden')
  await page.getByRole('button', { name: 'Search' }).click()
  await expect(page.getByText('Hello from Neon')).toBeVisible()
  await expect(page.getByText('Welcome to your new backend')).toBeVisible()
  await expect(page.getByText('This draft is hidden')).toHaveCount(0)

  await page.getByRole('button', { name: 'Account menu' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible()

  await page.goto('/posts')
  await expect(page).toHaveURL('/auth/sign-in?next=%2Fposts')
  await expect(page.getByRole('heading', { name: 'Sign in to your account' })).toBeVisible()
  await page.getByLabel('Email').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL('/posts')
  await expect(page.getByText(`Signed in as ${account.name}`)).toBeVisible()
})

test('the list is fresh, newest first, and never shows a draft', async ({ page, signUp }) => {
  const sql = database()
  const mark = crypto.randomUUID()
  await signUp()
  const posts = page.getByRole('main').getByRole('article')

  const [draft] = await sql`
    INSERT INTO posts (user_id, content) VALUES ('someone', ${`draft ${mark}`}) RETURNING id`
  await sql`INSERT INTO posts (user_id, content, is_published) VALUES ('someone', ${`post ${mark}`}, true)`
  await page.reload()
  await expect(posts.filter({ hasText: `post ${mark}` })).toBeVisible()
  await expect(page.getByText(`draft ${mark}`)).toHaveCount(0)
  expect(await page.content()).not.toContain(`draft ${mark}`)

  await sql`UPDATE posts SET is_published = true, published_at = now() WHERE id = ${draft?.id}`
  await page.reload()
  await expect(posts.filter({ hasText: mark })).toHaveText([
    new RegExp(`draft ${mark}`),
    new RegExp(`post ${mark}`),
  ])
  await sql`DELETE FROM posts WHERE content LIKE ${`%${mark}`}`
})

test('a guarded page leads back to where the visitor wanted to go', async ({ page }) => {
  await page.goto('/posts?page=2')
  await expect(page).toHaveURL(`/auth/sign-in?next=${encodeURIComponent('/posts?page=2')}`)
  await page.getByRole('link', { name: 'Create an account' }).click()
  const account = newAccount()
  await page.getByLabel('Name').fill(account.name)
  await page.getByLabel('Email').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page).toHaveURL('/posts?page=2')
})

for (const next of [
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  'javascript:alert(1)',
]) {
  test(`next=${next} stays on our origin`, async ({ page, signUp }) => {
    await signUp()
    await page.goto(`/auth/sign-in?next=${encodeURIComponent(next)}`)
    await expect(page).toHaveURL('/posts')
  })
}

test('someone signed in who opens a sign-in page goes on to the posts', async ({
  page,
  signUp,
}) => {
  await signUp()
  for (const path of ['/auth/sign-in', '/auth/sign-up']) {
    await page.goto(path)
    await expect(page).toHaveURL('/posts')
  }
})

test('the home page greets a reader by name and leads to the posts', async ({ page, signUp }) => {
  const account = await signUp()
  await page.goto('/')
  await expect(page.getByRole('heading', { name: `Welcome, ${account.name}` })).toBeVisible()
  await page.getByRole('link', { name: 'Read the posts' }).click()
  await expect(page).toHaveURL('/posts')
})

test('two readers at once see their own names', async ({ page, signUp, browser }) => {
  const ada = await signUp(newAccount('Ada Lovelace'))
  const other = await browser.newContext()
  const otherPage = await other.newPage()
  const grace = newAccount('Grace Hopper')
  await otherPage.goto('/auth/sign-up')
  await otherPage.getByLabel('Name').fill(grace.name)
  await otherPage.getByLabel('Email').fill(grace.email)
  await otherPage.getByLabel('Password', { exact: true }).fill(grace.password)
  await otherPage.getByRole('button', { name: 'Create account' }).click()
  await expect(otherPage.getByText(`Signed in as ${grace.name}`)).toBeVisible()
  for (let round = 0; round < 5; round++) {
    await Promise.all([page.reload(), otherPage.reload()])
    await expect(page.getByText(`Signed in as ${ada.name}`)).toBeVisible()
    await expect(otherPage.getByText(`Signed in as ${grace.name}`)).toBeVisible()
  }
  await other.close()
})

test('after signing out, Back shows nothing private', async ({ page, signUp }) => {
  const account = await signUp()
  await page.getByRole('button', { name: 'Account menu' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible()
  await expect(page.getByText(account.name)).toHaveCount(0)
})

test('an unknown address is a page of ours with status 404', async ({ page }) => {
  test.info().annotations.push({ type: 'expected', description: 'the browser logs the 404' })
  const response = await page.request.get('/nowhere')
  expect(response.status()).toBe(404)
  expect(await response.text()).toContain('Page not found')
})
