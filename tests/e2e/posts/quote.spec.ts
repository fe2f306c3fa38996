import { database, expect, test } from '../support/fixtures'
import { register } from '../support/people'

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
