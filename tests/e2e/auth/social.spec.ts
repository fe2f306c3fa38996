import type { BrowserContext, Page } from '@playwright/test'
import { database, expect, newAccount, setting, test } from '../support/fixtures'
import { anotherPerson } from '../support/people'

/** Someone the local identity provider makes up on the spot. */
async function consent(page: Page, person: { name: string; email: string; verified?: boolean }) {
  await page.getByRole('radio', { name: 'Another account' }).check()
  await page.getByLabel('Name').fill(person.name)
  await page.getByLabel('Email').fill(person.email)
  await page
    .getByRole('radio', { name: person.verified === false ? 'No' : 'Yes', exact: true })
    .check()
  await page.getByRole('button', { name: 'Allow' }).click()
}

const someone = () => ({ name: 'Katherine Johnson', email: `${crypto.randomUUID()}@example.com` })

async function sessionCookie(context: BrowserContext) {
  const cookies = await context.cookies(setting('APP_URL'))
  return cookies.find(({ name }) => name === '__Secure-neon-auth.session_token')
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    for (const provider of ['Google', 'GitHub']) {
      test(`signs up and in with ${provider}, and ends on a clean address`, async ({
        page,
        context,
      }) => {
        const person = someone()
        await page.goto('/auth/sign-in?next=%2Fposts%3Fpage%3D2')
        await page.getByRole('link', { name: `Continue with ${provider}` }).click()
        await expect(page.getByRole('heading', { name: `Local ${provider} sign-in` })).toBeVisible()
        await consent(page, person)
        await expect(page).toHaveURL('/posts?page=2')
        await expect(page.getByText(`Signed in as ${person.name}`)).toBeVisible()
        const [user] =
          await database()`SELECT "emailVerified" FROM neon_auth."user" WHERE email = ${person.email}`
        expect(user?.emailVerified).toBe(true)
        // The challenge is used up.
        const names = (await context.cookies(setting('APP_URL'))).map(({ name }) => name)
        expect(names.filter((name) => /chall[ae]nge/.test(name))).toEqual([])
      })
    }

    test('a refusal at the provider says so on the sign-in page', async ({ page, context }) => {
      await page.goto('/auth/sign-in?next=%2Fposts')
      await page.getByRole('link', { name: 'Continue with Google' }).click()
      await page.getByRole('button', { name: 'Refuse' }).click()
      await expect(page).toHaveURL(/\/auth\/sign-in\?/)
      await expect(page.getByText('Sign-in was cancelled')).toBeVisible()
      expect(await sessionCookie(context)).toBeUndefined()
    })
  })
}

test('an unverified address is not silently joined with an account that has it', async ({
  page,
  context,
  signUp,
}) => {
  const account = await signUp()
  await context.clearCookies()
  await page.goto('/auth/sign-in')
  await page.getByRole('link', { name: 'Continue with GitHub' }).click()
  await consent(page, { name: 'Mallory', email: account.email, verified: false })
  await expect(page.getByText('There’s already an account with this email')).toBeVisible()
  expect(await sessionCookie(context)).toBeUndefined()
  const rows = await database()`
    SELECT "providerId" FROM neon_auth.account WHERE "userId" =
      (SELECT id FROM neon_auth."user" WHERE email = ${account.email})`
  expect(rows).toEqual([{ providerId: 'credential' }])
})

test('the way back opens nothing in a browser that did not begin, and nothing twice', async ({
  page,
  context,
  browser,
}) => {
  let wayBack = ''
  page.on('request', (request) => {
    if (request.url().includes('neon_auth_session_verifier=')) wayBack = request.url()
  })
  const begin = async () => {
    await page.goto('/auth/sign-in')
    await page.getByRole('link', { name: 'Continue with Google' }).click()
    await expect(page.getByRole('heading', { name: 'Local Google sign-in' })).toBeVisible()
  }

  await begin()
  // As if someone else had opened the link: the challenge isn't there.
  await context.clearCookies({ name: /chall[ae]nge/ })
  await consent(page, someone())
  await expect(page.getByText('took too long or started in another browser')).toBeVisible()
  expect(await sessionCookie(context)).toBeUndefined()
  expect(wayBack).not.toBe('')

  await begin()
  await consent(page, someone())
  await expect(page.getByText('Signed in as Katherine Johnson')).toBeVisible()
  const other = await browser.newContext()
  const otherPage = await other.newPage()
  await otherPage.goto(wayBack)
  await expect(otherPage.getByText('took too long or started in another browser')).toBeVisible()
  expect(await sessionCookie(other)).toBeUndefined()
  await other.close()
})

test('a provider is connected to nobody when another browser ends what one began', async ({
  page,
  signUp,
  browser,
}) => {
  const account = await signUp()
  const begin = async () => {
    await page.goto('/account')
    await page.getByRole('link', { name: 'Connect Google' }).click()
    await expect(page.getByRole('heading', { name: 'Local Google sign-in' })).toBeVisible()
    return page.url()
  }
  const accountsOf = (email: string) => database()`
    SELECT "providerId" FROM neon_auth.account JOIN neon_auth."user" ON "userId" = "user".id
    WHERE email = ${email}`
  const passwordAlone = [{ providerId: 'credential' }]

  // Someone signed in is lured into ending it; then someone who isn't.
  const { page: otherPage, person } = await anotherPerson(browser)
  const stranger = await browser.newContext({ baseURL: setting('APP_URL') })
  for (const elsewhere of [otherPage, await stranger.newPage()]) {
    await elsewhere.goto(await begin())
    await consent(elsewhere, account)
    await expect(elsewhere.getByText('took too long or started in another browser')).toBeVisible()
    expect(await accountsOf(account.email)).toEqual(passwordAlone)
    expect(await accountsOf(person.email)).toEqual(passwordAlone)
  }
  expect(await sessionCookie(stranger)).toBeUndefined()
  await stranger.close()
  await otherPage.context().close()
})

for (const [code, text] of [
  ['state_mismatch', 'took too long or started in another browser'],
  ['unable_to_get_user_info', 'The provider couldn’t sign you in'],
  ['invalid_code', 'The provider couldn’t sign you in'],
  ['account_not_linked', 'There’s already an account with this email'],
  ['__proto__', 'The provider couldn’t sign you in'],
]) {
  test(`the sign-in page has words for ${code}`, async ({ page }) => {
    await page.goto(`/auth/sign-in?error=${code}`)
    await expect(page.getByText(text ?? '')).toBeVisible()
  })
}

test('another site cannot begin a sign-in, and an unknown provider leads back', async () => {
  const visit = (path: string, headers: Record<string, string> = {}) =>
    fetch(setting('APP_URL') + path, { redirect: 'manual', headers })
  const foreign = await visit('/auth/social/google', { 'Sec-Fetch-Site': 'cross-site' })
  expect(foreign.headers.get('location')).toMatch(/^\/auth\/sign-in/)
  expect(foreign.headers.getSetCookie().join()).not.toMatch(/chall[ae]nge/)
  for (const provider of ['vercel', 'nonsense', '..%2fadmin']) {
    const answer = await visit(`/auth/social/${provider}`)
    expect(answer.headers.get('location')).toContain('error=provider_not_found')
  }
  for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example']) {
    const answer = await visit(`/auth/social/google?next=${encodeURIComponent(next)}`)
    expect(answer.headers.get('location')).toContain('/sign-in/social/init')
    expect(answer.headers.get('location')).not.toContain('evil')
  }
})

test('somebody banned who comes back from a provider reads so, and stays out', async ({
  page,
  context,
}) => {
  const person = someone()
  const signIn = async () => {
    await page.goto('/auth/sign-in')
    await page.getByRole('link', { name: 'Continue with Google' }).click()
    await consent(page, person)
  }
  await signIn()
  await expect(page.getByText(`Signed in as ${person.name}`)).toBeVisible()
  await database()`UPDATE neon_auth."user" SET banned = true WHERE email = ${person.email}`
  await context.clearCookies()
  await signIn()
  await expect(page).toHaveURL(/\/auth\/sign-in\?/)
  await expect(
    page.getByText('Your account is suspended. Sign in by email to see why'),
  ).toBeVisible()
  expect(await sessionCookie(context)).toBeUndefined()
})

test('signing in at a provider ends the session that was there before', async ({
  page,
  context,
  signUp,
}) => {
  await signUp(newAccount())
  const old = await sessionCookie(context)
  expect(old?.value).toBeTruthy()
  await page.goto('/auth/sign-in?again=1')
  const person = someone()
  await page.getByRole('link', { name: 'Continue with Google' }).click()
  await consent(page, person)
  await expect(page.getByText(`Signed in as ${person.name}`)).toBeVisible()
  expect((await sessionCookie(context))?.value).not.toBe(old?.value)
  const answer = await fetch(`${setting('NEON_AUTH_BASE_URL')}/get-session`, {
    headers: { Cookie: `__Secure-neon-auth.session_token=${old?.value}` },
  })
  expect(await answer.json()).toBeNull()
})
