import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures'
import { addPost, register } from '../support/people'

/** Makes a part of the page fail in the browser until `isBroken` is set to false there. */
async function breakPage(page: Page, part: 'page' | 'layout'): Promise<void> {
  await page.addInitScript((broken) => {
    const scope = globalThis as typeof globalThis & { isBroken?: boolean }
    scope.isBroken = true
    const fail = () => {
      if (scope.isBroken) throw new Error('made to fail')
    }
    if (broken === 'page') {
      // This keeps "2 minutes ago" up to date.
      const original = scope.setInterval
      scope.setInterval = Object.assign(
        (...[handler, delay, ...rest]: Parameters<typeof original>) => {
          if (delay === 60_000) fail()
          return original(handler, delay, ...rest)
        },
        original,
      )
    } else {
      // The header's theme toggle listens to this.
      const original = window.addEventListener.bind(window)
      window.addEventListener = (...parameters: Parameters<typeof original>) => {
        if (parameters[0] === 'themechange') fail()
        original(...parameters)
      }
    }
  }, part)
}

/** Expects the page's style sheet and font to work. */
async function expectStyle(page: Page): Promise<void> {
  const retry = page.getByRole('button', { name: 'Try again' })
  const background = await retry.evaluate((button) => getComputedStyle(button).backgroundColor)
  expect(background).not.toMatch(/rgba\(0, 0, 0, 0\)|transparent/)
  const heading = page.getByRole('heading', { level: 1 })
  const size = await heading.evaluate((element) => parseFloat(getComputedStyle(element).fontSize))
  expect(size).toBeGreaterThan(16)
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
}

test.describe('a page that fails', () => {
  test.use({ expectedConsole: [/made to fail/] })

  for (const width of [390, 1280]) {
    test(`keeps the header, and can be tried again, ${width} px wide`, async ({
      page,
      context,
      checkAccessibility,
    }) => {
      const ada = await register(context.request)
      const id = await addPost(ada.id, 'Still here')
      await page.setViewportSize({ width, height: 800 })
      await breakPage(page, 'page')
      await page.goto(`/posts/${id}`)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('We couldn’t show this page')
      await expect(page.getByRole('button', { name: 'Account menu' })).toBeVisible()
      await expect(page.getByRole('main').getByRole('link', { name: 'Home' })).toBeVisible()
      await expectStyle(page)
      await checkAccessibility()

      await page.evaluate('isBroken = false')
      await page.getByRole('button', { name: 'Try again' }).click()
      await expect(page.getByRole('article')).toContainText('Still here')
    })

    test(`in its very layout is a page of ours, ${width} px wide`, async ({
      page,
      checkAccessibility,
    }) => {
      await page.setViewportSize({ width, height: 800 })
      await breakPage(page, 'layout')
      await page.goto('/auth/sign-in')
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('We couldn’t show this page')
      await expectStyle(page)
      await checkAccessibility()

      await page.evaluate('isBroken = false')
      await page.getByRole('button', { name: 'Try again' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in to your account')
    })
  }
})
