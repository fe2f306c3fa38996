import { expect, newAccount, setting, test } from '../support/fixtures'
import { mailsTo, newestCode, setAuthSettings } from '../support/mailbox'

test.describe('where addresses have to be verified', () => {
  test.beforeAll(() => setAuthSettings({ requireEmailVerification: true }))
  test.afterAll(() => setAuthSettings({ requireEmailVerification: false }))

  for (const javaScriptEnabled of [true, false]) {
    test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
      test.use({ javaScriptEnabled })

      test('sign-up asks for the code, and so does signing in before', async ({
        page,
        context,
      }) => {
        const account = newAccount()
        await page.goto('/auth/sign-up?next=%2Fposts%3Fpage%3D2')
        await page.getByLabel('Name').fill(account.name)
        await page.getByLabel('Email').fill(account.email)
        await page.getByLabel('Password', { exact: true }).fill(account.password)
        await page.getByRole('button', { name: 'Create account' }).click()
        await expect(page).toHaveURL('/auth/verify-email')
        await expect(page.getByText(account.email)).toBeVisible()
        const names = (await context.cookies(setting('APP_URL'))).map(({ name }) => name)
        expect(names.join()).not.toContain('session')
        await expect(page.getByRole('link', { name: 'Change it' })).toBeVisible()
        await newestCode(account.email)

        await page.goto('/auth/sign-in?next=%2Fposts%3Fpage%3D2')
        await page.getByLabel('Email').fill(account.email)
        await page.getByLabel('Password', { exact: true }).fill(account.password)
        await page.getByRole('button', { name: 'Sign in', exact: true }).click()
        await expect(page).toHaveURL('/auth/verify-email')
        await page.getByLabel('Code').fill(await newestCode(account.email, 2))
        if (!javaScriptEnabled) await page.getByRole('button', { name: 'Verify email' }).click()
        await expect(page).toHaveURL('/posts?page=2')
        await expect(page.getByText(`Signed in as ${account.name}`)).toBeVisible()
      })
    })
  }

  test('a taken address gets the same answer as a new one, and no mail', async ({ page }) => {
    const account = newAccount()
    const signUp = async () => {
      await page.goto('/auth/sign-up')
      await page.getByLabel('Name').fill(account.name)
      await page.getByLabel('Email').fill(account.email)
      await page.getByLabel('Password', { exact: true }).fill(account.password)
      await page.getByRole('button', { name: 'Create account' }).click()
      await expect(page).toHaveURL('/auth/verify-email')
      return page.getByRole('main').innerText()
    }
    const withoutTime = (text: string) => text.replace(/\d:\d\d/, '')
    const first = await signUp()
    await newestCode(account.email)
    expect(withoutTime(await signUp())).toBe(withoutTime(first))
    // Mail goes out in order: if another has come, this one would have, too.
    const taken = account.email
    account.email = newAccount().email
    await signUp()
    await newestCode(account.email)
    expect(await mailsTo(taken)).toHaveLength(1)
  })
})
