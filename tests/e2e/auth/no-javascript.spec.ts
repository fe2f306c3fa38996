import { expect, newAccount, test } from '../support/fixtures'

test.use({ javaScriptEnabled: false })

test('a stranger signs up, reads, signs out and signs in without JavaScript', async ({ page }) => {
  const account = newAccount()
  await page.goto('/posts')
  await expect(page).toHaveURL('/auth/sign-in?next=%2Fposts')
  await page.getByRole('link', { name: 'Create an account' }).click()
  await page.getByLabel('Name').fill(account.name)
  await page.getByLabel('Email').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Create account' }).click()

  await expect(page).toHaveURL('/posts')
  await expect(page.getByText(`Signed in as ${account.name}`)).toBeVisible()
  await expect(page.getByText('Loading')).toBeHidden()
  await page.getByLabel('Search posts').fill('neon')
  await page.getByRole('button', { name: 'Search' }).click()
  await expect(page.getByText('Hello from Neon')).toBeVisible()

  await page.getByRole('button', { name: 'Account menu' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL('/')
  await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click()
  await page.getByLabel('Email').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL('/posts')
  await expect(page.getByText(`Signed in as ${account.name}`)).toBeVisible()
})
