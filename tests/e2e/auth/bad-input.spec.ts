import type { APIRequestContext } from '@playwright/test'
import { expect, newAccount, setting, test } from '../support/fixtures'

const signUpForm = { name: 'Ada', email: '', password: 'correct horse battery' }

interface Case {
  title: string
  fields: Partial<typeof signUpForm>
  field: 'Name' | 'Email' | 'Password'
  message: string
}

const cases: Case[] = [
  { title: 'a blank name', fields: { name: '   ' }, field: 'Name', message: 'Enter your name.' },
  {
    title: 'a very long name',
    fields: { name: 'x'.repeat(5000) },
    field: 'Name',
    message: 'Use at most 80 characters.',
  },
  {
    title: 'a name with a bidi override',
    fields: { name: 'a\u202Eb' },
    field: 'Name',
    message: 'This name has characters that can’t be used.',
  },
  {
    title: 'no address',
    fields: { email: ' ' },
    field: 'Email',
    message: 'Enter your email.',
  },
  {
    title: 'a malformed address',
    fields: { email: 'ada@' },
    field: 'Email',
    message: 'Enter an email like name@example.com.',
  },
  {
    title: 'no password',
    fields: { password: '' },
    field: 'Password',
    message: 'Enter your password.',
  },
  {
    title: 'a short password',
    fields: { password: '1234567' },
    field: 'Password',
    message: 'Use at least 8 characters.',
  },
  {
    title: 'a password of 129 characters',
    fields: { password: 'x'.repeat(129) },
    field: 'Password',
    message: 'Use at most 128 characters.',
  },
]

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    for (const { title, fields, field, message } of cases) {
      test(`sign-up with ${title} says so by its field and keeps the rest`, async ({ page }) => {
        const values = { ...signUpForm, email: newAccount().email, ...fields }
        await page.goto('/auth/sign-up')
        await page.getByLabel('Name').fill(values.name)
        await page.getByLabel('Email').fill(values.email)
        await page.getByLabel('Password', { exact: true }).fill(values.password)
        await page.getByRole('button', { name: 'Create account' }).click()

        const control = page.getByLabel(field, { exact: true })
        await expect(control).toHaveAccessibleDescription(
          new RegExp(message.replaceAll('.', '\\.')),
        )
        await expect(control).toHaveAttribute('aria-invalid', 'true')
        if (javaScriptEnabled) await expect(control).toBeFocused()
        await expect(page.getByLabel('Password', { exact: true })).toHaveValue('')
        if (field !== 'Name') await expect(page.getByLabel('Name')).toHaveValue(values.name)
        if (field !== 'Email') await expect(page.getByLabel('Email')).toHaveValue(values.email)
      })
    }

    test('a taken address is said by its field', async ({ page, request }) => {
      const account = newAccount()
      await register(request, account)
      await page.goto('/auth/sign-up')
      await page.getByLabel('Name').fill('Eve')
      await page.getByLabel('Email').fill(account.email)
      await page.getByLabel('Password', { exact: true }).fill('another password')
      await page.getByRole('button', { name: 'Create account' }).click()
      await expect(page.getByLabel('Email')).toHaveAccessibleDescription(
        'There’s already an account with this email. Sign in instead.',
      )
      await expect(page.getByLabel('Name')).toHaveValue('Eve')
    })

    for (const known of [true, false]) {
      test(`a wrong password for ${known ? 'a known' : 'an unknown'} address gets the same answer`, async ({
        page,
        request,
      }) => {
        const account = newAccount()
        if (known) await register(request, account)
        await page.goto('/auth/sign-in')
        await page.getByLabel('Email').fill(account.email)
        await page.getByLabel('Password', { exact: true }).fill('not the password')
        await page.getByRole('button', { name: 'Sign in', exact: true }).click()
        await expect(page.getByRole('alert').filter({ hasText: /\w/ })).toHaveText(
          'Incorrect email or password.',
        )
        await expect(page.getByLabel('Email')).toHaveValue(account.email)
        await expect(page.getByLabel('Password', { exact: true })).toHaveValue('')
      })
    }
  })
}

test('a form that is too large says so, keeps what was typed, and can be sent when corrected', async ({
  page,
}) => {
  const account = newAccount()
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(request.url())
  })
  // With JavaScript running; without it, the browser navigates.
  await page.goto('/auth/sign-up', { waitUntil: 'networkidle' })
  const name = page.getByLabel('Name')
  await name.fill('x'.repeat(1024 * 1024))
  await page.getByLabel('Email').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'too large' })).toContainText('128 KB')
  expect(sent).toEqual([])
  expect((await name.inputValue()).length).toBe(1024 * 1024)
  await expect(page.getByLabel('Email')).toHaveValue(account.email)
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('')

  await name.fill('Zoe')
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByText('Signed in as Zoe')).toBeVisible()
})

test.describe('offline', () => {
  test.use({ expectedConsole: [/ERR_INTERNET_DISCONNECTED/] })
  test('what was typed survives', async ({ page, context }) => {
    await page.goto('/auth/sign-in')
    await expect(page.getByRole('button', { name: 'Theme' })).toBeVisible()
    await page.waitForLoadState('networkidle')
    await page.getByLabel('Email').fill('ada@example.com')
    await page.getByLabel('Password', { exact: true }).fill('some password')
    await context.setOffline(true)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByText('You’re offline')).toBeVisible()
    await expect(page.getByLabel('Email')).toHaveValue('ada@example.com')
  })
})

async function register(
  request: APIRequestContext,
  account: ReturnType<typeof newAccount>,
): Promise<void> {
  const response = await request.post('/api/auth/sign-up/email', {
    data: account,
    headers: { Origin: setting('APP_URL') },
  })
  expect(response.ok()).toBe(true)
}
