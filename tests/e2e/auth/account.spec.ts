import { readFileSync } from 'node:fs'
import type { BrowserContext, Locator, Page } from '@playwright/test'
import { database, expect, newAccount, setting, test, type Account } from '../support/fixtures'
import { newestCode } from '../support/mailbox'

const dataName = '__Secure-neon-auth.local.session_data'
const tokenName = '__Secure-neon-auth.session_token'

async function cookie(context: BrowserContext, name: string) {
  return (await context.cookies(setting('APP_URL'))).find((one) => one.name === name)
}

async function isAlive(token: string | undefined): Promise<boolean> {
  if (!token) throw new Error('There is no session token.')
  const answer = await fetch(`${setting('NEON_AUTH_BASE_URL')}/get-session`, {
    headers: { Cookie: `${tokenName}=${token}` },
  })
  return (await answer.json()) !== null
}

/** An account page section, by its heading. */
function section(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true })
}

async function signInElsewhere(browser: BrowserContext, account: Account): Promise<Page> {
  const page = await browser.newPage()
  await page.goto('/auth/sign-in')
  await page.getByLabel('Email').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('Signed in as')).toBeVisible()
  return page
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('a changed name and picture show at once everywhere', async ({ page, signUp }) => {
      await signUp()
      await page.goto('/account')
      const profile = section(page, 'Profile')
      await profile.getByLabel('Name').fill('Countess of Lovelace')
      await profile.getByLabel('Picture').fill('http://example.com/a.png')
      await profile.getByRole('button', { name: 'Save profile' }).click()
      await expect(profile.getByText('starts with https://.')).toBeVisible()
      await expect(profile.getByLabel('Name')).toHaveValue('Countess of Lovelace')
      await profile.getByLabel('Picture').clear()
      await profile.getByRole('button', { name: 'Save profile' }).click()
      await expect(profile.getByText('Profile saved')).toBeVisible()
      await page.getByRole('button', { name: 'Account menu' }).click()
      await expect(page.getByRole('banner').getByText('Countess of Lovelace')).toBeVisible()
      await page.goto('/posts')
      await expect(page.getByText('Signed in as Countess of Lovelace')).toBeVisible()
    })

    test('a session that ended under the profile loses nothing that was typed', async ({
      page,
      signUp,
    }) => {
      const account = await signUp()
      await page.goto('/account')
      await database()`DELETE FROM neon_auth.session
        WHERE "userId" = (SELECT id FROM neon_auth."user" WHERE email = ${account.email})`
      const profile = section(page, 'Profile')
      await profile.getByLabel('Name').fill('Countess of Lovelace')
      await profile.getByRole('button', { name: 'Save profile' }).click()
      await expect(
        profile.getByText('Your session has ended. Your text is still here.'),
      ).toBeVisible()
      await expect(profile.getByLabel('Name')).toHaveValue('Countess of Lovelace')
      await expect(profile.getByRole('link', { name: 'Sign in again' })).toHaveAttribute(
        'href',
        '/auth/sign-in?next=%2Faccount',
      )
      if (!javaScriptEnabled) {
        expect(await page.getByRole('main').innerText()).not.toContain(account.email)
      }
    })

    test('the password changes with the current one, and ends other sessions', async ({
      page,
      context,
      signUp,
      browser,
    }) => {
      const account = await signUp()
      const elsewhere = await browser.newContext({ baseURL: setting('APP_URL') })
      const otherPage = await signInElsewhere(elsewhere, account)
      const other = await cookie(elsewhere, tokenName)
      const own = await cookie(context, tokenName)

      await page.goto('/account')
      const part = section(page, 'Password')
      const change = async (current: string, fresh: string) => {
        await part.getByLabel('Current password', { exact: true }).fill(current)
        await part.getByLabel('New password', { exact: true }).fill(fresh)
        await part.getByRole('button', { name: 'Change password' }).click()
      }
      await change('not the password', 'a staple for the battery')
      await expect(part.getByText('Incorrect password.')).toBeVisible()
      expect(await isAlive(other?.value)).toBe(true)
      await change(account.password, 'password1')
      await expect(part.getByText('That password is too common')).toBeVisible()
      await change(account.password, 'a staple for the battery')
      await expect(part.getByText('Password changed.')).toBeVisible()

      expect(await isAlive(other?.value)).toBe(false)
      expect(await isAlive(own?.value)).toBe(false)
      await page.goto('/posts')
      await expect(page.getByText(`Signed in as ${account.name}`)).toBeVisible()
      await otherPage.goto('/account')
      await expect(
        otherPage.getByRole('heading', { name: 'Sign in to your account' }),
      ).toBeVisible()
      await elsewhere.close()
    })

    test('sessions are listed in words and end at once', async ({
      page,
      context,
      signUp,
      browser,
    }) => {
      const account = await signUp()
      const userAgent = 'Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0'
      const phone = await browser.newContext({ baseURL: setting('APP_URL'), userAgent })
      const tablet = await browser.newContext({ baseURL: setting('APP_URL') })
      const laptop = await browser.newContext({ baseURL: setting('APP_URL') })
      const phonePage = await signInElsewhere(phone, account)
      await signInElsewhere(tablet, account)
      await signInElsewhere(laptop, account)

      await page.goto('/account')
      const part = section(page, 'Sessions')
      await expect(part.getByRole('listitem')).toHaveCount(4)
      const names = await part
        .getByRole('button')
        .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label')))
      expect(names).toHaveLength(4)
      expect(new Set(names).size, 'each button has a name of its own').toBe(4)
      await expect(part.getByRole('listitem').first()).toContainText('This device')
      await expect(part.getByText('Firefox on Android')).toBeVisible()
      const html = await page.content()
      for (const context of [phone, tablet]) {
        const token = decodeURIComponent((await cookie(context, tokenName))?.value ?? '')
        expect(html).not.toContain(token.split('.')[0])
      }

      await part.getByRole('button', { name: /^Sign out Firefox on Android/ }).click()
      await expect(part.getByText('Signed out on that device')).toBeVisible()
      expect(await isAlive((await cookie(phone, tokenName))?.value)).toBe(false)
      // Its five-minute cookie is still valid, but the page asks.
      await phonePage.goto('/account')
      await expect(
        phonePage.getByRole('heading', { name: 'Sign in to your account' }),
      ).toBeVisible()

      await part.getByRole('button', { name: 'Sign out everywhere else' }).click()
      await expect(part.getByText('You’re signed out everywhere else.')).toBeVisible()
      await expect(part.getByRole('listitem')).toHaveCount(1)
      expect(await isAlive((await cookie(tablet, tokenName))?.value)).toBe(false)
      expect(await isAlive((await cookie(context, tokenName))?.value)).toBe(true)
      await phone.close()
      await tablet.close()
      await laptop.close()
    })

    test('a provider is connected and disconnected, the last way to sign in never', async ({
      page,
      signUp,
    }) => {
      const account = await signUp()
      await page.goto('/account')
      const part = section(page, 'Ways to sign in')
      await part.getByRole('link', { name: 'Connect Google' }).click()
      await page.getByRole('radio', { name: 'Another account' }).check()
      await page.getByLabel('Name').fill(account.name)
      await page.getByLabel('Email').fill(account.email)
      await page.getByRole('radio', { name: 'Yes', exact: true }).check()
      await page.getByRole('button', { name: 'Allow' }).click()
      await expect(page).toHaveURL('/account?done=connected')
      await part.getByRole('button', { name: 'Disconnect Google' }).click()
      await expect(part.getByText('Google disconnected')).toBeVisible()
      await expect(part.getByRole('link', { name: 'Connect Google' })).toBeVisible()
      await expect(part.getByRole('button')).toHaveCount(0)

      await part.getByRole('link', { name: 'Connect GitHub' }).click()
      await page.getByRole('radio', { name: 'Grace Hopper' }).check()
      await page.getByRole('button', { name: 'Allow' }).click()
      await expect(page.getByText('That account uses a different email')).toBeVisible()
      await expect(part.getByRole('link', { name: 'Connect GitHub' })).toBeVisible()
    })

    test('the address is verified by a code', async ({ page, signUp }) => {
      const account = await signUp()
      await page.goto('/account')
      const part = section(page, 'Email')
      await expect(part.getByText('Not verified')).toBeVisible()
      await part.getByRole('button', { name: 'Verify email' }).click()
      await expect(page.getByRole('heading', { name: 'Verify your email' })).toBeVisible()
      await page.getByLabel('Code').fill(await newestCode(account.email))
      if (!javaScriptEnabled) await page.getByRole('button', { name: 'Verify email' }).click()
      await expect(page).toHaveURL('/account?done=verified')
      await expect(part.getByText('Verified', { exact: true })).toBeVisible()
      await expect(part.getByRole('button')).toHaveCount(0)
    })

    test('the account is deleted with everything in it', async ({ page, context, signUp }) => {
      const account = await signUp()
      const sql = database()
      const [user] = await sql`SELECT id::text FROM neon_auth."user" WHERE email = ${account.email}`
      await sql`INSERT INTO posts (user_id, content, is_published) VALUES (${user?.id}, 'mine', true), (${user?.id}, 'my draft', false)`
      await sql`INSERT INTO user_messages (user_id, message) VALUES (${user?.id}, 'a quote')`
      await sql`INSERT INTO post_allowances (user_id, written_at) VALUES (${user?.id}, array[now()])`
      const token = await cookie(context, tokenName)
      await page.goto('/account')
      const part = section(page, 'Delete account')
      const confirm = async (password: string) => {
        await part.getByLabel('Your password', { exact: true }).fill(password)
        await part.getByRole('button', { name: 'Delete account' }).click()
        if (javaScriptEnabled) {
          const dialog = page.getByRole('alertdialog')
          await expect(dialog).toContainText('Your account, posts and drafts will be deleted')
          await dialog.getByRole('button', { name: 'Delete everything' }).click()
        } else {
          await expect(part.getByText('To go ahead, enter your password again')).toBeVisible()
          await part.getByLabel('Your password', { exact: true }).fill(password)
          await part.getByRole('button', { name: 'Yes, delete everything' }).click()
        }
      }
      await confirm('not the password')
      await expect(part.getByText('Incorrect password.')).toBeVisible()
      const [still] = await sql`SELECT count(*)::int AS n FROM posts WHERE user_id = ${user?.id}`
      expect(still?.n).toBe(2)

      await confirm(account.password)
      await expect(
        page.getByText('Your account and everything in it have been deleted.'),
      ).toBeVisible()
      expect(await context.cookies(setting('APP_URL'))).toEqual([])
      expect(await isAlive(token?.value)).toBe(false)
      const rows = await sql`
        SELECT (SELECT count(*) FROM posts WHERE user_id = ${user?.id})::int AS posts,
               (SELECT count(*) FROM user_messages WHERE user_id = ${user?.id})::int AS quotes,
               (SELECT count(*) FROM post_allowances WHERE user_id = ${user?.id})::int AS allowances,
               (SELECT count(*) FROM neon_auth."user" WHERE email = ${account.email})::int AS users,
               (SELECT count(*) FROM neon_auth.session WHERE "userId"::text = ${user?.id})::int AS sessions`
      expect(rows).toEqual([{ posts: 0, quotes: 0, allowances: 0, users: 0, sessions: 0 }])
    })
  })
}

test('my data comes as a file, without secrets', async ({ page, context, signUp }) => {
  const account = await signUp()
  const sql = database()
  await sql`INSERT INTO posts (user_id, content)
    SELECT id::text, 'a draft of mine' FROM neon_auth."user" WHERE email = ${account.email}`
  await page.goto('/account')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download my data' }).click()
  const text = readFileSync(await (await download).path(), 'utf8')
  expect(JSON.parse(text)).toMatchObject({
    account: { name: account.name, email: account.email, emailVerified: false },
    waysToSignIn: [{ provider: 'credential' }],
    posts: [{ content: 'a draft of mine', isPublished: false, publishedAt: null }],
  })
  const token = decodeURIComponent((await cookie(context, tokenName))?.value ?? '').split('.')[0]
  expect(text).not.toContain(token)
  expect(text).not.toMatch(/"(password|token|accessToken)"/)

  await context.clearCookies()
  const answer = await fetch(`${setting('APP_URL')}/account/data`, { redirect: 'manual' })
  expect(answer.status).toBe(307)
  expect(answer.headers.get('cache-control')).toContain('no-store')
})

test('an account without a password is deleted after a fresh sign-in alone', async ({
  page,
  context,
}) => {
  const { email } = newAccount()
  const signInByCode = async (count: number) => {
    await page.goto('/auth/code?next=%2Faccount')
    await page.getByLabel('Email').fill(email)
    await page.getByRole('button', { name: 'Email me a code' }).click()
    await expect(page.getByRole('heading', { name: 'Enter your code' })).toBeVisible()
    await page.getByLabel('Code').fill(await newestCode(email, count))
    await expect(page).toHaveURL('/account')
  }
  await signInByCode(1)
  await database()`UPDATE neon_auth.session SET "createdAt" = now() - interval '20 minutes'
    WHERE "userId" = (SELECT id FROM neon_auth."user" WHERE email = ${email})`
  const part = section(page, 'Delete account')
  await page.reload()
  await part.getByRole('button', { name: 'Delete account' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete everything' }).click()
  await expect(page.getByText('For security, please sign in again')).toBeVisible()

  await signInByCode(2)
  await part.getByRole('button', { name: 'Delete account' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete everything' }).click()
  await expect(page.getByText('Your account and everything in it have been deleted.')).toBeVisible()
  expect(await context.cookies(setting('APP_URL'))).toEqual([])
})

test('a session of more than a day asks for a new sign-in before it shows the others', async ({
  page,
  signUp,
}) => {
  const account = await signUp()
  await database()`UPDATE neon_auth.session SET "createdAt" = now() - interval '2 days'
    WHERE "userId" = (SELECT id FROM neon_auth."user" WHERE email = ${account.email})`
  await page.goto('/account')
  await section(page, 'Sessions').getByRole('link', { name: 'Sign in again' }).click()
  await expect(page.getByRole('textbox', { name: 'Email' })).toHaveValue(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL('/account')
  await expect(section(page, 'Sessions').getByText('This device')).toBeVisible()
})

test.describe('names', () => {
  // The picture's URL leads nowhere.
  test.use({ expectedConsole: [/ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED/] })

  for (const name of [
    'W'.repeat(80),
    'عبد الرحمن بن محمد',
    'ᚠᛇᚻ 山田太郎 Ñandú',
    '👩‍👩‍👧‍👦'.repeat(11),
  ]) {
    test(`the name ${name.slice(0, 12)} breaks neither layout nor cookie`, async ({
      page,
      context,
      signUp,
    }) => {
      await signUp({ ...newAccount(), name })
      await page.setViewportSize({ width: 390, height: 800 })
      await page.goto('/account')
      await section(page, 'Profile')
        .getByLabel('Picture')
        .fill(`https://example.com/${'p'.repeat(490)}`)
      await section(page, 'Profile').getByRole('button', { name: 'Save profile' }).click()
      await expect(section(page, 'Profile').getByText('Profile saved')).toBeVisible()
      for (const path of ['/account', '/posts', '/']) {
        await page.goto(path)
        await expect(page.getByRole('button', { name: 'Account menu' })).toBeVisible()
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(overflow, path).toBe(0)
      }
      const data = await cookie(context, dataName)
      expect(data?.value).toBeTruthy()
      expect(dataName.length + (data?.value.length ?? 0)).toBeLessThan(4000)
    })
  }
})
