import { expect, newAccount, setting, stats, test } from '../support/fixtures'
import { newestMail } from '../support/mailbox'
import { register, someone } from '../support/people'

/** Asks local Neon's JSON API with its token. */
async function change(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${setting('CONSOLE_URL')}/api${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${setting('CONSOLE_TOKEN')}`,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

test.describe('the console of local Neon', () => {
  test.use({ baseURL: async ({}, use) => use(setting('CONSOLE_URL')) })

  /** A user's page has an id in its URL, and so does an email's. */
  const pages = {
    database: ['/', '/statements', '/statements/shapes', '/statements?q=nothing-is-like-this'],
    users: ['/users', '/users/<user>', '/users/new'],
    mails: ['/mailbox', '/mailbox/<mail>', '/mailbox/<mail>?view=source'],
    auth: ['/requests', '/settings'],
    faults: ['/faults'],
  }
  for (const [part, paths] of Object.entries(pages)) {
    test(`${part}: no accessibility violation, and never wider than the screen`, async ({
      page,
      checkAccessibility,
    }) => {
      const { id, email } = await someone()
      const to = email.replace('@', '@a-long-name-of-a-host-that-goes-on-and-on.')
      await change('POST', '/users', { name: 'A'.repeat(80), email: to })
      await fetch(`${setting('NEON_AUTH_BASE_URL')}/email-otp/send-verification-otp`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: setting('APP_URL') },
        body: JSON.stringify({ email, type: 'sign-in' }),
      })
      const { id: mail } = await newestMail(email)
      for (const path of paths) {
        await page.goto(path.replace('<user>', id).replace('<mail>', mail))
        await page
          .locator('details')
          .first()
          .evaluateAll(([first]) => first?.setAttribute('open', ''))
        for (const width of [1280, 390]) {
          await test.step(`${path}, ${width} px`, async () => {
            await page.setViewportSize({ width, height: 844 })
            await checkAccessibility()
            const excess = await page.evaluate(
              () => document.documentElement.scrollWidth - window.innerWidth,
            )
            expect(excess).toBeLessThanOrEqual(0)
          })
        }
      }
    })
  }

  test('on a phone, its menu opens and closes by keyboard', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto('/')
    const users = page.getByRole('link', { name: 'Users' })
    await expect(users).toBeHidden()
    await page.getByRole('button', { name: 'Menu' }).focus()
    await page.keyboard.press('Enter')
    await expect(users).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(users).toBeHidden()
    await page.keyboard.press('Enter')
    await users.press('Enter')
    await expect(page.getByRole('heading', { name: 'Users', level: 1 })).toBeVisible()
  })

  test('shows statements as they come, and leaves open what is open', async ({ page }) => {
    await stats()
    const mark = `mark_${Date.now()}`
    const { neon } = await import('@neondatabase/serverless')
    const sql = neon(setting('DATABASE_URL'))
    await sql.query(`SELECT $1::text AS ${mark}_one`, ['the first value'])
    await page.goto(`/statements?q=${mark}`)
    const rows = page.locator('#statements > li')
    await expect(rows).toHaveCount(1)
    await rows.first().locator('summary').click()
    await expect(page.getByText('the first value')).toBeVisible()
    await sql.query(`SELECT 2 AS ${mark}_two`)
    await expect(rows).toHaveCount(2)
    await expect(rows.first()).toContainText(`${mark}_two`)
    await expect(page.getByText('the first value')).toBeVisible()
    await page.getByRole('button', { name: 'Live' }).click()
    await expect(page.getByRole('button', { name: 'Paused' })).toBeVisible()
  })

  test('signs in as a user, and the app takes it; then ends the session', async ({
    page,
    request,
  }) => {
    const { id, name } = await register(request, newAccount('Mary Somerville'))
    await page.goto(`/users/${id}`)
    await page.getByRole('button', { name: 'Sign in as' }).click()
    await expect(page.getByRole('heading', { name: 'Signed in' })).toBeVisible()
    await page.goto(setting('APP_URL'))
    await expect(page.getByRole('heading', { name: `Welcome, ${name}` })).toBeVisible()
    await page.goto(`${setting('CONSOLE_URL')}/users/${id}`)
    await page.getByRole('button', { name: 'End all', exact: true }).click()
    await expect(page.getByText('Not signed in anywhere.')).toBeVisible()
    await page.goto(`${setting('APP_URL')}/account`)
    await expect(page).toHaveURL(/sign-in/)
  })

  test('asks once before it deletes, and takes a no', async ({ page }) => {
    const { id, name } = await someone()
    await page.goto(`/users/${id}`)
    await page.getByRole('button', { name: 'Delete…' }).click()
    const dialog = page.getByRole('dialog', { name: `Delete ${name}?` })
    await expect(dialog).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('button', { name: 'Delete…' })).toBeFocused()
    await page.getByRole('button', { name: 'Delete…' }).click()
    await dialog.getByRole('button', { name: 'Delete user' }).click()
    await expect(page.getByText('User deleted.')).toBeVisible()
  })

  test.describe('without JavaScript', () => {
    test.use({ javaScriptEnabled: false })

    test('makes a user and bans them', async ({ page }) => {
      const { name, email } = newAccount('Emmy Noether')
      await page.goto('/users/new')
      await page.getByLabel('Name').fill(name)
      await page.getByLabel('Email', { exact: true }).fill(email)
      await page.getByRole('button', { name: 'Create user' }).click()
      await expect(page.getByText('User created.')).toBeVisible()
      await page.getByLabel('Reason').fill('Spam for days')
      await page.getByRole('button', { name: 'Ban and end all sessions' }).click()
      await expect(page.getByText('Spam for days')).toBeVisible()
    })
  })
})
