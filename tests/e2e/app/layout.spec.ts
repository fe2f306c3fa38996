import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures'
import { addPost, register } from '../support/people'

// At the end of every list, out of other tests' way.
const longAgo = new Date(0)

// The page for an unknown URL.
test.use({ expectedConsole: [/404 .*\/none$/] })

/** Where the header, the page and the footer start, in pixels, inside their padding. */
function leftEdges(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    ['header > div', 'main', 'body > footer > div'].map((selector) => {
      const element = document.querySelector(selector)
      if (!element) throw new Error(`There is no ${selector}.`)
      return (
        element.getBoundingClientRect().left + parseFloat(getComputedStyle(element).paddingLeft)
      )
    }),
  )
}

for (const width of [390, 1280, 1920]) {
  test(`header, content and footer begin at one line on every page, ${width} px wide`, async ({
    page,
    context,
  }) => {
    await page.setViewportSize({ width, height: 800 })
    const visit = async (path: string) => {
      await page.goto(path)
      const [header, main, footer] = await leftEdges(page)
      const content = await page
        .getByRole('main')
        .locator('> *')
        .first()
        .evaluate((element) => element.getBoundingClientRect().left)
      expect([main, footer, content], path).toEqual([header, header, header])
    }
    for (const path of ['/', '/auth/sign-in', '/auth/sign-up', '/auth/forgot-password', '/none']) {
      await visit(path)
    }
    const ada = await register(context.request)
    const id = await addPost(ada.id, 'A walk\n\nThe long way round.', { at: longAgo })
    for (const path of ['/', '/posts', '/posts/new', '/posts/mine', '/account', `/posts/${id}`]) {
      await visit(path)
    }
    await visit(`/p/${id}`)
    await visit(`/people/${ada.id}`)
  })
}

test('the header marks one entry as current', async ({ page, context }) => {
  await register(context.request)
  for (const [path, label] of [
    ['/posts', 'Posts'],
    ['/posts/new', 'Write'],
    ['/posts/mine', 'Posts'],
  ] as const) {
    await page.goto(path)
    await expect(page.locator('header [aria-current]'), path).toHaveText([label])
  }
})

test('what an author can do with a post is one line of even buttons', async ({ page, context }) => {
  const ada = await register(context.request)
  const id = await addPost(ada.id, 'A walk\n\nThe long way round.', { at: longAgo })
  for (const width of [360, 390, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    await page.goto(`/posts/${id}`)
    const boxes = await Promise.all(
      [
        page.getByRole('link', { name: 'Copy link' }),
        page.getByRole('link', { name: 'Edit' }),
        page.getByRole('button', { name: 'Unpublish' }),
        page.getByRole('button', { name: 'Delete' }),
      ].map(async (action) => {
        const box = await action.boundingBox()
        return { y: box?.y, height: box?.height }
      }),
    )
    expect(boxes, `${width} px`).toEqual(boxes.map(() => boxes[0]))
  }
})

test('the font for code is fetched first by no page', async ({ page, context }) => {
  await register(context.request)
  for (const path of ['/', '/posts', '/auth/forgot-password']) {
    await page.goto(path)
    const preloaded = await page
      .locator('link[rel="preload"][as="font"]')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    expect(preloaded, path).toHaveLength(1)
    expect(preloaded[0], path).not.toMatch(/mono/i)
  }
})
