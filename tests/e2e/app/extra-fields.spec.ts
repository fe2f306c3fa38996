import type { Page } from '@playwright/test'
import { database, expect, setting, test } from '../support/fixtures'
import { addPost, postRow, register, someone, type Person } from '../support/people'

test.use({ javaScriptEnabled: false })

/** Adds unknown fields to every form on the page, like a forger. */
async function addFields(page: Page, fields: Record<string, string>): Promise<void> {
  await page.evaluate((all) => {
    for (const form of document.forms) {
      for (const [name, value] of Object.entries(all)) {
        if (form.elements.namedItem(name)) continue
        const input = document.createElement('input')
        Object.assign(input, { type: 'hidden', name, value })
        form.append(input)
      }
    }
  }, fields)
}

test('no form takes ids, times or roles that are not its business', async ({ page, context }) => {
  const ada = await register(context.request)
  const grace = await someone()
  const hers = await addPost(grace.id, 'By Grace', { isPublished: false })
  const forged = {
    id: String(hers),
    userId: grace.id,
    user_id: grace.id,
    createdAt: '2001-01-01T00:00:00Z',
    created_at: '2001-01-01T00:00:00Z',
    publishedAt: '2001-01-01T00:00:00Z',
    published_at: '2001-01-01T00:00:00Z',
    createTs: '2001-01-01T00:00:00Z',
    isPublished: 'true',
    is_published: 'true',
    role: 'admin',
    emailVerified: 'true',
    email: grace.email,
    banned: 'true',
  }
  const open = async (path: string) => {
    await page.goto(path)
    await addFields(page, forged)
  }

  await open('/posts/new')
  await page.getByLabel('Text').fill('By Ada')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page).toHaveURL(/\/posts\/\d+\?notice=saved$/)
  const id = Number(/posts\/(\d+)/.exec(page.url())?.[1])
  await open(`/posts/${id}/edit`)
  await page.getByLabel('Text').fill('Changed by Ada')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByRole('article')).toContainText('Changed by Ada')
  const isPlain = async () => {
    const [row] = await database()`
      SELECT user_id, created_at > now() - interval '5 minutes' AND published_at > now() - interval '5 minutes' AS is_new,
             is_published FROM posts WHERE id = ${id}`
    return row
  }
  expect(await isPlain()).toEqual({ user_id: ada.id, is_new: true, is_published: false })
  await open('/posts/mine')
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByRole('button', { name: 'Unpublish' })).toBeVisible()
  expect(await isPlain()).toEqual({ user_id: ada.id, is_new: true, is_published: true })

  await open('/')
  await page.getByLabel('Quote', { exact: true }).fill('Less is more')
  await page.getByRole('button', { name: 'Save Quote' }).click()
  await expect(page.getByRole('blockquote')).toHaveText('Less is more')
  expect(
    await database()`
      SELECT user_id, create_ts > now() - interval '5 minutes' AS is_new FROM user_messages
      WHERE user_id IN (${ada.id}, ${grace.id})`,
  ).toEqual([{ user_id: ada.id, is_new: true }])

  await open('/account')
  const profile = page.getByRole('region', { name: 'Profile' })
  await profile.getByLabel('Name').fill('Countess of Lovelace')
  await profile.getByRole('button', { name: 'Save profile' }).click()
  await expect(profile.getByText('Profile saved')).toBeVisible()
  await open('/account')
  const part = page.getByRole('region', { name: 'Password' })
  await part.getByLabel('Current password', { exact: true }).fill(ada.password)
  await part.getByLabel('New password', { exact: true }).fill('a staple for the battery')
  await part.getByRole('button', { name: 'Change password' }).click()
  await expect(part.getByText('Password changed.')).toBeVisible()
  expect(
    await database()`
      SELECT name, email, coalesce(role, 'user') AS role, "emailVerified", coalesce(banned, false) AS banned,
             "createdAt" > now() - interval '5 minutes' AS is_new
      FROM neon_auth."user" WHERE id IN (${ada.id}, ${grace.id}) ORDER BY name`,
  ).toEqual(
    [grace, { ...ada, name: 'Countess of Lovelace' }].map(({ name, email }) => ({
      name,
      email,
      role: 'user',
      emailVerified: false,
      banned: false,
      is_new: true,
    })),
  )
  expect(await postRow(hers)).toEqual({ content: 'By Grace', is_published: false })
})

test('no form ends, disconnects or deletes what is not the sender’s', async ({
  page,
  context,
  browser,
}) => {
  const ada = await register(context.request)
  const elsewhere = await browser.newContext({ baseURL: setting('APP_URL') })
  const grace = await register(elsewhere.request)
  await addPost(grace.id, 'By Grace')
  const sql = database()
  for (const { id } of [ada, grace]) {
    await sql`
      INSERT INTO neon_auth.account ("accountId", "providerId", "userId", "createdAt", "updatedAt")
      VALUES (${id}, 'google', ${id}, now(), now())`
    await sql`
      INSERT INTO neon_auth.session (token, "userId", "expiresAt", "createdAt", "updatedAt", "userAgent")
      VALUES (${crypto.randomUUID()}, ${id}, now() + interval '1 day', now(), now(), 'Firefox/130.0')`
  }
  const of = async (person: Person) => {
    const [row] = await sql`
      SELECT (SELECT count(*) FROM neon_auth."user" WHERE id = ${person.id})::int AS users,
             (SELECT count(*) FROM neon_auth.session WHERE "userId" = ${person.id})::int AS sessions,
             (SELECT count(*) FROM neon_auth.account WHERE "userId" = ${person.id})::int AS accounts,
             (SELECT count(*) FROM posts WHERE user_id = ${person.id})::int AS posts`
    return row
  }
  const whole = { users: 1, sessions: 2, accounts: 2, posts: 1 }
  expect(await of(grace)).toEqual(whole)
  const [hers] = await sql`
    SELECT s.id::text AS session, s.token, a.id::text AS account FROM neon_auth.session s
    JOIN neon_auth.account a USING ("userId") WHERE "userId" = ${grace.id} LIMIT 1`
  const forged = {
    id: String(hers?.session),
    session: String(hers?.session),
    sessionId: String(hers?.session),
    token: String(hers?.token),
    account: String(hers?.account),
    accountId: grace.id,
    user: grace.id,
    userId: grace.id,
    user_id: grace.id,
    email: grace.email,
    role: 'admin',
  }
  const open = async (region: string) => {
    await page.goto('/account')
    await addFields(page, forged)
    return page.getByRole('region', { name: region })
  }

  let part = await open('Sessions')
  await page.evaluate((id) => {
    for (const button of document.querySelectorAll<HTMLButtonElement>('button[name=id]'))
      button.value = id
  }, forged.id)
  await part.getByRole('button', { name: /^Sign out Firefox/ }).click()
  await expect(part.getByRole('listitem')).toHaveCount(2)
  expect(await of(grace)).toEqual(whole)
  part = await open('Sessions')
  await part.getByRole('button', { name: /^Sign out Firefox/ }).click()
  await expect(part.getByText('Signed out on that device')).toBeVisible()

  part = await open('Ways to sign in')
  await part.getByRole('button', { name: 'Disconnect Google' }).click()
  await expect(part.getByText('Google disconnected')).toBeVisible()
  expect(await of(ada)).toEqual({ users: 1, sessions: 1, accounts: 1, posts: 0 })
  expect(await of(grace)).toEqual(whole)

  part = await open('Delete account')
  const enterPassword = async (button: string) => {
    await part.getByLabel('Your password', { exact: true }).fill(ada.password)
    await part.getByRole('button', { name: button }).click()
  }
  await enterPassword('Delete account')
  await expect(part.getByText('To go ahead, enter your password again')).toBeVisible()
  await addFields(page, forged)
  await enterPassword('Yes, delete everything')
  await expect(page.getByText('Your account and everything in it have been deleted.')).toBeVisible()
  expect(await of(ada)).toEqual({ users: 0, sessions: 0, accounts: 0, posts: 0 })
  expect(await of(grace)).toEqual(whole)
  await elsewhere.close()
})
