import type { BrowserContext, Page } from '@playwright/test'
import { database, expect, newAccount, setting, test } from '../support/fixtures'
import { formOf } from '../support/forms'
import { mailsTo, newestCode, newestLink } from '../support/mailbox'

const freshPassword = 'a staple for the battery'
const wrong = (code: string) => (code === '000000' ? '111111' : '000000')

/** A fetch header with a browser's session. */
async function sessionHeader(context: BrowserContext): Promise<string> {
  const cookies = await context.cookies(setting('APP_URL'))
  const token = cookies.find(({ name }) => name === '__Secure-neon-auth.session_token')
  return `__Secure-neon-auth.session_token=${token?.value}`
}

async function isAlive(cookie: string): Promise<boolean> {
  const answer = await fetch(`${setting('NEON_AUTH_BASE_URL')}/get-session`, {
    headers: { Cookie: cookie },
  })
  return (await answer.json()) !== null
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/auth/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('signs in with a code by email', async ({ page }) => {
      const { email } = newAccount()
      await page.goto('/auth/sign-in?next=%2Fposts')
      await page.getByRole('link', { name: 'Continue with a code by email' }).click()
      await expect(page.getByRole('heading', { name: 'Sign in with a code' })).toBeVisible()
      await page.getByLabel('Email').fill(email)
      await page.getByRole('button', { name: 'Email me a code' }).click()
      await expect(page.getByText(email)).toBeVisible()

      const code = await newestCode(email)
      await page.getByLabel('Code').fill(wrong(code))
      if (!javaScriptEnabled)
        await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await expect(page.getByText('Incorrect code.')).toBeVisible()

      // As pasted from an email.
      await page.getByLabel('Code').fill(` ${code.slice(0, 3)} ${code.slice(3)}`)
      if (!javaScriptEnabled)
        await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await expect(page).toHaveURL('/posts')
      await expect(page.getByText(`Signed in as ${email.split('@')[0]}`)).toBeVisible()
    })

    test('resets a forgotten password by link: signed in here, out everywhere else', async ({
      page,
      browser,
    }) => {
      const account = newAccount()
      const elsewhere = await browser.newContext({ baseURL: setting('APP_URL') })
      const otherPage = await elsewhere.newPage()
      await otherPage.goto('/auth/sign-up')
      await otherPage.getByLabel('Name').fill(account.name)
      await otherPage.getByLabel('Email').fill(account.email)
      await otherPage.getByLabel('Password', { exact: true }).fill(account.password)
      await otherPage.getByRole('button', { name: 'Create account' }).click()
      await expect(otherPage.getByText('Signed in as')).toBeVisible()
      const old = await sessionHeader(elsewhere)
      expect(await isAlive(old)).toBe(true)

      await page.goto('/auth/sign-in')
      await page.getByRole('link', { name: 'Forgot your password?' }).click()
      await expect(page.getByRole('heading', { name: 'Forgot your password?' })).toBeVisible()
      await page.getByLabel('Email').fill(account.email)
      await page.getByRole('button', { name: 'Email me a link' }).click()
      await expect(page.getByText('If there’s an account with this email')).toBeVisible()

      const link = await newestLink(account.email)
      await page.goto(link)
      expect(new URL(page.url()).origin).toBe(setting('APP_URL'))
      await page.getByLabel('New password', { exact: true }).fill(freshPassword)
      await page.getByRole('button', { name: 'Set new password' }).click()
      await expect(page).toHaveURL('/account?done=password-reset')
      await expect(page.getByRole('heading', { name: 'Account', exact: true })).toBeVisible()
      expect(await page.content()).toContain('Password changed. You’re signed out everywhere else.')

      expect(await isAlive(old)).toBe(false)
      await otherPage.goto('/account')
      await expect(
        otherPage.getByRole('heading', { name: 'Sign in to your account' }),
      ).toBeVisible()
      await signIn(otherPage, account.email, account.password)
      await expect(otherPage.getByText('Incorrect email or password.')).toBeVisible()
      await signIn(otherPage, account.email, freshPassword)
      await expect(otherPage.getByText('Signed in as')).toBeVisible()

      // The link works once.
      await otherPage.context().clearCookies()
      await otherPage.goto(link)
      await expect(otherPage.getByText('This link has expired or was already used.')).toBeVisible()
      await elsewhere.close()
    })

    test('resets a forgotten password by code', async ({ page, signUp, context }) => {
      const account = await signUp()
      const old = await sessionHeader(context)
      expect(await isAlive(old)).toBe(true)
      await context.clearCookies()
      await page.goto('/auth/forgot-password')
      await page.getByLabel('Email').fill(account.email)
      await page.getByRole('button', { name: 'Email me a code instead' }).click()
      await expect(page).toHaveURL('/auth/reset-password')
      const code = await newestCode(account.email)
      await page.getByLabel('Code').fill(wrong(code))
      await page.getByLabel('New password', { exact: true }).fill(freshPassword)
      await page.getByRole('button', { name: 'Set new password' }).click()
      await expect(page.getByText('Incorrect code.')).toBeVisible()
      await page.getByLabel('Code').fill(code)
      await page.getByLabel('New password', { exact: true }).fill(freshPassword)
      await page.getByRole('button', { name: 'Set new password' }).click()
      await expect(page).toHaveURL('/account?done=password-reset')
      expect(await isAlive(old)).toBe(false)
    })
  })
}

test('a forgotten password says the same, as fast, for an address without an account', async ({
  page,
  signUp,
  context,
}) => {
  const account = await signUp()
  await context.clearCookies()
  const ask = async (email: string) => {
    await page.goto('/auth/forgot-password')
    await page.getByLabel('Email').fill(email)
    const start = Date.now()
    await page.getByRole('button', { name: 'Email me a link' }).click()
    const message = page.getByRole('main').getByRole('status')
    await expect(message).toBeVisible()
    return { text: await message.innerText(), time: Date.now() - start }
  }
  const { email } = newAccount()
  const known = await ask(account.email)
  const unknown = await ask(email)
  expect(unknown.text).toBe(known.text)
  expect(Math.min(known.time, unknown.time)).toBeGreaterThan(390)
  expect(await mailsTo(email)).toEqual([])
  expect(await mailsTo(account.email)).toHaveLength(1)
})

test('signing in says the same for a wrong password and for no account', async ({
  page,
  signUp,
  context,
}) => {
  const account = await signUp()
  await context.clearCookies()
  await signIn(page, account.email, 'not the password')
  const known = await page.getByRole('main').getByRole('alert').innerText()
  await signIn(page, newAccount().email, 'not the password')
  expect(await page.getByRole('main').getByRole('alert').innerText()).toBe(known)
})

test('a reset link leads to our own host, whatever the Host header says', async ({
  page,
  context,
  signUp,
}) => {
  const account = await signUp()
  await context.clearCookies()
  const data = await formOf(page, '/auth/forgot-password')
  data.append('email', account.email)
  data.append('way', 'link')
  const ask = (origin: string) =>
    fetch(`${setting('APP_URL')}/auth/forgot-password`, {
      method: 'POST',
      body: data,
      headers: { Origin: origin, 'X-Forwarded-Host': 'evil.example' },
    })
  expect((await ask('https://evil.example')).status).toBe(403)
  expect((await ask(setting('APP_URL'))).status).toBe(200)
  const link = new URL(await newestLink(account.email))
  expect(link.href).not.toContain('evil')
  expect(new URL(link.searchParams.get('callbackURL') ?? '').origin).toBe(setting('APP_URL'))
})

/** Makes Neon Auth's stored link or code too old; returns how long it had to live, in seconds. */
async function outlive(email: string): Promise<number> {
  const [row] = await database()`
    WITH kept AS (
      SELECT verification.id, "expiresAt" FROM neon_auth.verification
      WHERE identifier LIKE ${`%${email}`}
        OR value = (SELECT id::text FROM neon_auth."user" WHERE email = ${email})
    ), aged AS (
      UPDATE neon_auth.verification SET "expiresAt" = now() - interval '1 second'
      FROM kept WHERE kept.id = verification.id
    )
    SELECT extract(epoch FROM "expiresAt" - now())::int AS seconds FROM kept`
  return Number(row?.seconds)
}

test('a reset link lives for fifteen minutes, a code for ten', async ({
  page,
  signUp,
  context,
}) => {
  const account = await signUp()
  await context.clearCookies()
  await page.goto('/auth/forgot-password')
  await page.getByLabel('Email').fill(account.email)
  await page.getByRole('button', { name: 'Email me a link' }).click()
  const link = await newestLink(account.email)
  const lifeOfLink = await outlive(account.email)
  expect(lifeOfLink).toBeGreaterThan(14 * 60)
  expect(lifeOfLink).toBeLessThanOrEqual(15 * 60)
  // It says so at once, even for a forged one: there is no form to fill in for nothing.
  for (const address of [link, '/auth/reset-password?token=forged&account=forged']) {
    await page.goto(address)
    await expect(page.getByText('This link has expired or was already used.')).toBeVisible()
    await expect(page.getByLabel('New password', { exact: true })).toHaveCount(0)
  }

  const { email } = newAccount()
  await page.goto('/auth/code')
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Email me a code' }).click()
  await expect(page).toHaveURL('/auth/code/enter')
  const code = await newestCode(email)
  const lifeOfCode = await outlive(email)
  expect(lifeOfCode).toBeGreaterThan(9 * 60)
  expect(lifeOfCode).toBeLessThanOrEqual(10 * 60)
  await page.getByLabel('Code').fill(code)
  await expect(page.getByText('This code has expired. Ask for a new one.')).toBeVisible()
  expect(await database()`SELECT 1 FROM neon_auth."user" WHERE email = ${email}`).toEqual([])
})

test('a reset link without its account changes no password', async ({ page, signUp, context }) => {
  const account = await signUp()
  await context.clearCookies()
  await page.goto('/auth/forgot-password')
  await page.getByLabel('Email').fill(account.email)
  await page.getByRole('button', { name: 'Email me a link' }).click()
  await page.goto(await newestLink(account.email))
  const whole = page.url()
  const part = new URL(whole)
  part.searchParams.delete('account')
  const choose = async () => {
    await page.getByLabel('New password', { exact: true }).fill(freshPassword)
    await page.getByRole('button', { name: 'Set new password' }).click()
  }
  await page.goto(part.href)
  await expect(page.getByText('This link has expired or was already used.')).toBeVisible()
  await expect(page.getByLabel('New password', { exact: true })).toHaveCount(0)
  // Nor does the form take it.
  await page.goto(whole)
  await page.locator('[name=account]').evaluate((field: HTMLInputElement) => (field.value = ''))
  await choose()
  await expect(page.getByText('This link is incomplete or has expired.')).toBeVisible()
  await signIn(page, account.email, account.password)
  await expect(page.getByText('Signed in as')).toBeVisible()
  // The token wasn't used up.
  await page.goto(whole)
  await choose()
  await expect(page).toHaveURL('/account?done=password-reset')
})

test('a code works once, three tries at most, and not without having asked', async ({ page }) => {
  await page.goto('/auth/code/enter')
  await expect(page).toHaveURL('/auth/code')
  const { email } = newAccount()
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Email me a code' }).click()
  await expect(page).toHaveURL('/auth/code/enter')
  const code = await newestCode(email)
  for (let round = 0; round < 3; round++) {
    await page.getByLabel('Code').fill(wrong(code))
    await expect(page.getByText('Incorrect code.')).toBeVisible()
    await page.getByLabel('Code').clear()
  }
  await page.getByLabel('Code').fill(code)
  await expect(page.getByText('Too many wrong codes')).toBeVisible()
  const [row] =
    await database()`SELECT count(*)::int AS n FROM neon_auth."user" WHERE email = ${email}`
  expect(row?.n).toBe(0)
})

test('another code can be asked for after a visible wait', async ({ page }) => {
  const { email } = newAccount()
  await page.clock.install()
  await page.goto('/auth/code')
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Email me a code' }).click()
  await expect(page.getByText(/Resend code in 0:\d\d|1:00/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Resend code' })).toBeHidden()
  await page.clock.fastForward(61_000)
  await expect(page.getByRole('button', { name: 'Resend code' })).toBeVisible()
  // The server keeps its own time.
  await page.getByRole('button', { name: 'Resend code' }).click()
  await expect(page.getByText(/^Wait \d+ seconds, then try again\.$/)).toBeVisible()
  expect(await mailsTo(email)).toHaveLength(1)
})

for (const password of ['password1', 'qwertyuiop', '12345678', 'Passw0rd!', 'abcabcabc']) {
  test(`the password ${password} is refused`, async ({ page }) => {
    const account = newAccount()
    await page.goto('/auth/sign-up')
    await page.getByLabel('Name').fill(account.name)
    await page.getByLabel('Email').fill(account.email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Create account' }).click()
    await expect(page.getByText('That password is too common')).toBeVisible()
    const response = await page.request.post('/api/auth/sign-up/email', {
      data: { ...account, password },
      headers: { Origin: setting('APP_URL') },
    })
    expect(response.status()).toBe(400)
  })
}

test('a password of any script and 128 characters works in full', async ({ page, context }) => {
  const account = { ...newAccount(), password: `пароль 密码 🔑 ${'x'.repeat(115)}` }
  expect(account.password).toHaveLength(128)
  await page.goto('/auth/sign-up')
  await page.getByLabel('Name').fill(account.name)
  await page.getByLabel('Email').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByText('Signed in as')).toBeVisible()
  await context.clearCookies()
  await signIn(page, account.email, account.password.slice(0, 127))
  await expect(page.getByText('Incorrect email or password.')).toBeVisible()
  await signIn(page, account.email, account.password)
  await expect(page.getByText('Signed in as')).toBeVisible()
})

for (const [field, value] of [
  ['callbackURL', 'https://evil.example/'],
  ['errorCallbackURL', '//evil.example'],
  ['newUserCallbackURL', 'javascript:alert(1)'],
]) {
  test(`/api/auth takes no ${field} of ${value}`, async ({ request }) => {
    const response = await request.post('/api/auth/sign-in/social', {
      data: { provider: 'google', callbackURL: '/posts', [field ?? '']: value },
      headers: { Origin: setting('APP_URL') },
    })
    expect(response.status()).toBe(400)
  })
}
