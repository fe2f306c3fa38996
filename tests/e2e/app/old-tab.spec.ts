import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures'

/** Turns pages into another build's: their forms' actions have other names. */
async function ageForms(page: Page): Promise<void> {
  await page.route(/\/posts\/new$|\/_next\/static\/.*\.js/, async (route) => {
    if (route.request().method() !== 'GET') return route.continue()
    const response = await route.fetch()
    const text = await response.text()
    await route.fulfill({
      response,
      body: text.replace(/\b[0-9a-f]{38}(?=[0-9a-f]{4}\b)/g, 'a'.repeat(38)),
    })
  })
}

const text = 'Typed before the <b>deployment</b> & "after" it'

test.describe('a tab from before a deployment', () => {
  test.use({ expectedConsole: [/409/] })

  test('keeps the text, and says first to reload', async ({ page, signUp }) => {
    await signUp()
    await ageForms(page)
    await page.goto('/posts/new')
    await page.getByLabel('Text').fill(text)
    await page.getByRole('button', { name: 'Save draft' }).click()
    await expect(page.getByText(/^Reload this page, then send it again/)).toBeVisible()
    await expect(page.getByLabel('Text')).toHaveValue(text)

    await page.unroute(/\/posts\/new$|\/_next\/static\/.*\.js/)
    await page.reload()
    await expect(page.getByLabel('Text')).toHaveValue(text)
    await page.getByRole('button', { name: 'Save draft' }).click()
    await expect(page).toHaveURL(/\/posts\/\d+\?notice=saved$/)
  })
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false, expectedConsole: [/409/] })

  test('a tab from before a deployment gets a page with the text', async ({ page, signUp }) => {
    await signUp()
    await ageForms(page)
    await page.goto('/posts/new')
    await page.getByLabel('Text').fill(text)
    await page.getByRole('button', { name: 'Save draft' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      'This page is from before an update',
    )
    await expect(page.getByLabel('Text')).toHaveValue(text)
    await page.unroute(/\/posts\/new$|\/_next\/static\/.*\.js/)
    await page.getByRole('link', { name: 'Reload the page' }).click()
    await expect(page.getByRole('button', { name: 'Save draft' })).toBeVisible()
  })
})
