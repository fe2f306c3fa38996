import type { Page } from '@playwright/test'
import { database, expect, test } from '../support/fixtures'
import { addPost, postRow, register, someone } from '../support/people'

test.use({ javaScriptEnabled: false })

/** Puts fields into every form of the page that the form does not have, as a forger would. */
async function addFields(page: Page, fields: Record<string, string>): Promise<void> {
  await page.evaluate((all) => {
    for (const form of document.forms) {
      const own = new FormData(form)
      for (const [name, value] of Object.entries(all)) {
        if (own.has(name)) continue
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
