import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures'

interface FormCase {
  name: string
  path: string
  /** The field whose text must stay, by its label. */
  label: string
  text: string
  button: string
  /** What else has to be typed, by its label. */
  others?: Record<string, string>
}

const password = { Password: 'correct horse battery' }
const forms: FormCase[] = [
  {
    name: 'sign-up',
    path: '/auth/sign-up',
    label: 'Name',
    text: 'Ada',
    button: 'Create account',
    others: { Email: 'ada@example.com', ...password },
  },
  {
    name: 'sign-in',
    path: '/auth/sign-in',
    label: 'Email',
    text: 'ada@example.com',
    button: 'Sign in',
    others: password,
  },
  {
    name: 'code',
    path: '/auth/code',
    label: 'Email',
    text: 'ada@example.com',
    button: 'Email me a code',
  },
  {
    name: 'forgotten password',
    path: '/auth/forgot-password',
    label: 'Email',
    text: 'ada@example.com',
    button: 'Email me a link',
  },
]

async function send(page: Page, form: FormCase, text: string): Promise<void> {
  await page.getByLabel(form.label, { exact: true }).fill(text)
  for (const [label, value] of Object.entries(form.others ?? {})) {
    await page.getByLabel(label, { exact: true }).fill(value)
  }
  await page.getByRole('button', { name: form.button, exact: true }).click()
}

for (const form of forms) {
  test.describe(`the form: ${form.name}`, () => {
    test.use({ expectedConsole: [/ERR_INTERNET_DISCONNECTED/] })

    test('keeps what was typed offline', async ({ page, context }) => {
      await page.goto(form.path, { waitUntil: 'networkidle' })
      await context.setOffline(true)
      await send(page, form, form.text)
      await expect(page.getByText('You’re offline')).toBeVisible()
      await expect(page.getByLabel(form.label, { exact: true })).toHaveValue(form.text)
      await context.setOffline(false)
    })

    // The browser itself refuses such a text in a field for an email.
    if (form.label === 'Email') return
    test('keeps what is too large to be sent, and sends nothing', async ({ page }) => {
      await page.goto(form.path, { waitUntil: 'networkidle' })
      const sent: string[] = []
      page.on('request', (request) => {
        if (request.method() === 'POST') sent.push(request.url())
      })
      const text = `${'x'.repeat(200 * 1024)}${form.text}`
      await send(page, form, text)
      await expect(page.getByText('This is too large to send')).toBeVisible()
      expect(await page.getByLabel(form.label, { exact: true }).inputValue()).toBe(text)
      expect(sent).toEqual([])
    })
  })
}
