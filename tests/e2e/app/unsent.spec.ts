import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures'
import { addPost, register } from '../support/people'

interface FormCase {
  name: string
  path: string
  /** Label of the field whose text must stay. */
  label: string
  text: string
  button: string
  /** Other fields to fill in, by label. */
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
const formsOfReaders: FormCase[] = [
  { name: 'quote', path: '/', label: 'Quote', text: 'Stay hungry', button: 'Save Quote' },
  { name: 'new post', path: '/posts/new', label: 'Text', text: 'A thought', button: 'Save draft' },
  {
    name: 'edited post',
    path: '/posts/ID/edit',
    label: 'Text',
    text: 'A thought',
    button: 'Save draft',
  },
  { name: 'profile', path: '/account', label: 'Name', text: 'Countess', button: 'Save profile' },
]

/** Opens a form's page, signed in if needed, and waits for its scripts: they keep the text. */
async function open(page: Page, form: FormCase): Promise<void> {
  let { path } = form
  if (formsOfReaders.includes(form)) {
    const ada = await register(page.context().request)
    if (path.includes('ID')) {
      const id = await addPost(ada.id, 'Before', { isPublished: false })
      path = path.replace('ID', String(id))
    }
  }
  await page.goto(path)
  const isHydrated = (element: Element) =>
    Object.keys(element).some((key) => key.startsWith('__reactProps$'))
  const field = page.getByLabel(form.label, { exact: true })
  await expect.poll(() => field.evaluate(isHydrated)).toBe(true)
}

async function send(page: Page, form: FormCase, text: string): Promise<void> {
  await page.getByLabel(form.label, { exact: true }).fill(text)
  for (const [label, value] of Object.entries(form.others ?? {})) {
    await page.getByLabel(label, { exact: true }).fill(value)
  }
  await page.getByRole('button', { name: form.button, exact: true }).click()
}

for (const form of [...forms, ...formsOfReaders]) {
  test.describe(`the form: ${form.name}`, () => {
    test.use({ expectedConsole: [/ERR_INTERNET_DISCONNECTED/] })

    test('keeps what was typed offline', async ({ page, context }) => {
      await open(page, form)
      await context.setOffline(true)
      await send(page, form, form.text)
      await expect(page.getByText('You’re offline')).toBeVisible()
      await expect(page.getByLabel(form.label, { exact: true })).toHaveValue(form.text)
      await context.setOffline(false)
    })

    // The browser itself refuses such a text in an email field.
    if (form.label === 'Email') return
    test('keeps what is too large to be sent, and sends nothing', async ({ page }) => {
      await open(page, form)
      const sent: string[] = []
      page.on('request', (request) => {
        if (request.method() === 'POST') sent.push(request.url())
      })
      // Words: Chromium takes minutes to lay out one of 200 KB, which has to be broken somewhere.
      const text = `${'words '.repeat(35_000)}${form.text}`
      await send(page, form, text)
      await expect(page.getByText('This is too large to send')).toBeVisible()
      expect(await page.getByLabel(form.label, { exact: true }).inputValue()).toBe(text)
      expect(sent).toEqual([])
    })
  })
}
