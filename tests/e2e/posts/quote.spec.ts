import { database, expect, setting, test } from '../support/fixtures'
import { addPost, register } from '../support/people'

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('a favourite quote is saved, changed and deleted', async ({ page, context }) => {
      const ada = await register(context.request)
      const stored = () => database()`SELECT message FROM user_messages WHERE user_id = ${ada.id}`
      await page.goto('/')
      await expect(page.getByText('Save an inspiring quote for yourself…')).toBeVisible()
      const field = page.getByPlaceholder('Mistakes are the portals of discovery - James Joyce')
      await page.getByRole('button', { name: 'Save Quote' }).click()
      await expect(field).toHaveAccessibleDescription('Enter your quote.')
      await field.fill('x'.repeat(281))
      await page.getByRole('button', { name: 'Save Quote' }).click()
      await expect(field).toHaveAccessibleDescription('Use at most 280 characters.')
      await field.fill('Stay hungry')
      await page.getByRole('button', { name: 'Save Quote' }).click()
      await expect(page.getByText('Your quote is wonderful...')).toBeVisible()
      await expect(page.getByRole('blockquote')).toHaveText('Stay hungry')
      expect(await stored()).toEqual([{ message: 'Stay hungry' }])

      await page.getByRole('link', { name: 'Edit Quote' }).click()
      await page.getByLabel('Quote', { exact: true }).fill('Stay\nfoolish')
      await page.getByRole('button', { name: 'Save Quote' }).click()
      await expect(page.getByRole('blockquote')).toHaveText(/Stay\s+foolish/)
      expect(await stored()).toEqual([{ message: 'Stay\nfoolish' }])

      await page.getByRole('button', { name: 'Delete Quote' }).click()
      await expect(page.getByText('Save an inspiring quote for yourself…')).toBeVisible()
      expect(await stored()).toEqual([])
    })
  })
}

test('after sign-out the cookies from before show neither quote nor drafts', async ({
  page,
  context,
}) => {
  const ada = await register(context.request)
  const [quote, draft] = [crypto.randomUUID(), crypto.randomUUID()]
  await database()`INSERT INTO user_messages (user_id, message) VALUES (${ada.id}, ${quote})`
  await addPost(ada.id, draft, { isPublished: false })
  await page.goto('/')
  await expect(page.getByRole('blockquote')).toHaveText(quote)
  await expect(page.getByText(draft)).toBeVisible()
  const cookies = await context.cookies(setting('APP_URL'))

  await page.getByRole('button', { name: 'Account menu' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible()
  await context.addCookies(cookies)
  const html = await (await page.request.get('/')).text()
  // The signed cookie may hold the name for five minutes, but no private data.
  expect(html).toContain(ada.name)
  expect(html).not.toContain(quote)
  expect(html).not.toContain(draft)
})
