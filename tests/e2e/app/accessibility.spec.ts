import { expect, test } from '../support/fixtures'

for (const path of [
  '/',
  '/auth/sign-in',
  '/auth/sign-in?error=access_denied',
  '/auth/sign-up',
  '/auth/code',
  '/auth/forgot-password',
  '/auth/reset-password?token=x',
  '/auth/reset-password?error=INVALID_TOKEN',
]) {
  test(`${path} has no violation`, async ({ page, checkAccessibility }) => {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await checkAccessibility()
  })
}

test('pages for a reader, and the open menus, have no violation', async ({
  page,
  signUp,
  checkAccessibility,
}) => {
  await signUp()
  await checkAccessibility()
  await page.getByRole('button', { name: 'Account menu' }).click()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  await checkAccessibility()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Theme' }).click()
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeVisible()
  await checkAccessibility()
  await page.goto('/')
  await checkAccessibility()
})

test('the account page, its dialog and the pages for a code have no violation', async ({
  page,
  signUp,
  checkAccessibility,
}) => {
  await signUp()
  await page.goto('/account')
  await checkAccessibility()
  const deletion = page.getByRole('region', { name: 'Delete account' })
  await deletion.getByLabel('Your password', { exact: true }).fill('something')
  await deletion.getByRole('button', { name: 'Delete account' }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await checkAccessibility()
  await page.keyboard.press('Escape')
  await expect(deletion.getByRole('button', { name: 'Delete account' })).toBeFocused()
  await page.getByRole('button', { name: 'Save profile' }).click()
  await expect(page.getByText('Profile saved')).toBeVisible()
  await checkAccessibility()
  await page.getByRole('button', { name: 'Verify email' }).click()
  await expect(page.getByRole('heading', { name: 'Verify your email' })).toBeVisible()
  await checkAccessibility()
})

test('a form with errors has no violation', async ({ page, checkAccessibility }) => {
  await page.goto('/auth/sign-up')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true')
  await checkAccessibility()
})

test.describe('not found', () => {
  test.use({ expectedConsole: [/404 \(Not Found\)/] })
  test('has no violation', async ({ page, checkAccessibility }) => {
    await page.goto('/nowhere')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found')
    await checkAccessibility()
  })
})

test('the keyboard alone signs up and out', async ({ page }) => {
  await page.goto('/auth/sign-up')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(page.getByLabel('Name')).toBeFocused()
  await page.keyboard.type('Ada Lovelace')
  await page.keyboard.press('Tab')
  await page.keyboard.type(`${crypto.randomUUID()}@example.com`)
  await page.keyboard.press('Tab')
  await page.keyboard.type('correct horse battery')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Signed in as Ada Lovelace')).toBeVisible()

  const menu = page.getByRole('button', { name: 'Account menu' })
  await menu.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'Your posts' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('link', { name: 'Account' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/account')
  const profile = page.getByRole('region', { name: 'Profile' })
  await profile.getByLabel('Name').focus()
  await page.keyboard.press('End')
  await page.keyboard.type(' Byron')
  await page.keyboard.press('Enter')
  await expect(profile.getByText('Profile saved')).toBeVisible()

  await menu.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'Your posts' })).toBeFocused()
  await page.keyboard.press('End')
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible()
})
