import { AxeBuilder } from '@axe-core/playwright'
import { database, expect, setting, test } from '../support/fixtures'
import { addPost, register, someone } from '../support/people'

/** What differs between any answers: the nonce and the clock. */
const timeless = (text: string) =>
  text
    .replace(/nonce="[^"]*"|"nonce":"[^"]*"/g, '')
    .replace(/just now|\d+ (?:second|minute)s? ago/g, '')
    .replace(/"now":"[^"]*"/g, '')

const piecesOfReact = /<script[^>]*>self\.__next_f\.push\((\[.*?\])\)<\/script>/gs

/** What a browser gets of a page, in order. React splits its own data differently each time. */
const visible = (html: string) =>
  timeless(html.replace(piecesOfReact, '').replace(/<template[^>]*>.*?<\/template>/gs, ''))

/** The data in its scripts for React, row by row. */
const reactData = (html: string) =>
  timeless(
    [...html.matchAll(piecesOfReact)]
      .map(([, piece]) => {
        const data: unknown = JSON.parse(piece ?? '')
        return Array.isArray(data) ? String(data[1] ?? '') : ''
      })
      .join(''),
  )
    .split('\n')
    .sort()

test('a published post is a page for everybody, the same for all, and gone once taken back', async ({
  context,
  playwright,
}) => {
  const ada = await register(context.request)
  const id = await addPost(ada.id, '# On </script> bridges\n\nThey *hold*.')
  const draft = await addPost(ada.id, 'Not yet', { isPublished: false })
  const stranger = await playwright.request.newContext({ baseURL: setting('APP_URL') })

  const answer = await stranger.get(`/p/${id}`)
  const html = await answer.text()
  expect(answer.status()).toBe(200)
  expect(answer.headers()['cache-control']).toBe('public, max-age=0, s-maxage=60')
  expect(html).toContain('<em>hold</em>')
  expect(html).toContain(`<link rel="canonical" href="${setting('APP_URL')}/p/${id}"/>`)
  const data = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? ''
  expect(JSON.parse(data)).toMatchObject({
    '@type': 'BlogPosting',
    headline: 'On </script> bridges',
    author: { name: ada.name },
  })

  // Its author, signed in, gets the same, and no renewed cookie.
  const own = await context.request.get(`/p/${id}`)
  expect(own.headers()).not.toHaveProperty('set-cookie')
  const ownHtml = await own.text()
  expect(visible(ownHtml)).toBe(visible(html))
  expect(reactData(html).length).toBeGreaterThan(5)
  expect(reactData(ownHtml)).toEqual(reactData(html))
  for (const answer of [html, ownHtml]) expect(answer).not.toContain(ada.email)

  const card = await stranger.get(`/p/${id}/card.png`)
  expect(card.headers()).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'public, max-age=0, s-maxage=60',
  })
  expect((await card.body()).subarray(1, 4).toString()).toBe('PNG')

  await database()`UPDATE posts SET is_published = false WHERE id = ${id}`
  for (const path of [`/p/${id}`, `/p/${draft}`, '/p/0', `/p/${id}/card.png`, '/people/x']) {
    const gone = await context.request.get(path)
    expect([path, gone.status()]).toEqual([path, 404])
    expect(gone.headers()['cache-control']).toContain('no-store')
  }
  // No published posts, no page.
  expect((await stranger.get(`/people/${ada.id}`)).status()).toBe(404)
  await stranger.dispose()
  await database()`DELETE FROM posts WHERE user_id = ${ada.id}`
})

test('a stranger reads a shared post, and finds what else its author wrote', async ({ page }) => {
  const author = await someone()
  await database()`INSERT INTO profiles (user_id, tagline) VALUES (${author.id}, 'Less is more')`
  const id = await addPost(author.id, '# Shared\n\n- one\n- two\n\n> quoted')
  await addPost(author.id, 'Another one')
  await addPost(author.id, 'A secret', { isPublished: false })
  await page.goto(`/p/${id}`)
  await expect(page.getByRole('heading', { level: 1, name: 'Shared' })).toBeVisible()
  await expect(page.getByRole('article').getByRole('listitem')).toHaveText(['one', 'two'])
  await expect(page.getByRole('article')).toContainText('Less is more')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

  await page.getByRole('link', { name: `More by ${author.name}` }).click()
  await expect(page.getByRole('heading', { level: 1, name: author.name })).toBeVisible()
  await expect(page.getByRole('article')).toHaveCount(2)
  await expect(page.getByText('A secret')).toHaveCount(0)
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.getByRole('link', { name: 'Another one' }).click()
  await expect(page).toHaveURL(/\/p\/\d+$/)
  await page.getByRole('link', { name: 'Write' }).click()
  await expect(page.getByText('Sign in to write.')).toBeVisible()
  await database()`DELETE FROM posts WHERE user_id = ${author.id}`
})

test('feeds and sitemap are whole XML, with what is published and nothing else', async ({
  page,
}) => {
  const author = await someone()
  const id = await addPost(author.id, '<b>&"\u0001 title\n\n*text* ]]>')
  await addPost(author.id, 'A secret', { isPublished: false })
  await page.goto(`/p/${id}`)
  for (const path of ['/feed.xml', `/people/${author.id}/feed.xml`, '/sitemap.xml']) {
    const answer = await page.request.get(path)
    expect(answer.headers()['cache-control']).toBe('public, max-age=0, s-maxage=60')
    const text = await answer.text()
    expect(text).toContain(`${setting('APP_URL')}/p/${id}<`)
    expect(text).not.toContain('A secret')
    const failure = await page.evaluate((source) => {
      const parsed = new DOMParser().parseFromString(source, 'application/xml')
      return parsed.querySelector('parsererror')?.textContent ?? null
    }, text)
    expect(failure).toBeNull()
  }
  expect(await (await page.request.get('/robots.txt')).text()).toContain(
    `Sitemap: ${setting('APP_URL')}/sitemap.xml`,
  )
  await database()`DELETE FROM posts WHERE user_id = ${author.id}`
})

test('the link of a published post is copied', async ({ page, context }) => {
  const ada = await register(context.request)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const id = await addPost(ada.id, 'To be shared')
  await page.goto(`/posts/${id}`)
  await page.getByRole('link', { name: 'Copy link' }).click()
  await expect(page.getByText('Link copied')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `${setting('APP_URL')}/p/${id}`,
  )
  await page.getByRole('button', { name: 'Unpublish' }).click()
  await expect(page.getByRole('link', { name: 'Copy link' })).toHaveCount(0)
})

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('a post is looked at before it is saved', async ({ page, context }) => {
      const ada = await register(context.request)
      await page.goto('/posts/new')
      await page.getByLabel('Text').fill('# Rain\n\nIt **pours** <script>alert(1)</script>')
      await page.getByRole('button', { name: 'Preview' }).click()
      const preview = page.getByRole('region', { name: 'Preview' })
      await expect(preview.getByRole('heading', { name: 'Rain' })).toBeVisible()
      await expect(preview.locator('strong')).toHaveText('pours')
      await expect(preview).toContainText('<script>alert(1)</script>')
      await expect(page.getByLabel('Text')).toHaveValue(/^# Rain/)
      expect(await database()`SELECT 1 FROM posts WHERE user_id = ${ada.id}`).toEqual([])
      await page.getByRole('button', { name: 'Save draft' }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Rain' })).toBeVisible()
    })

    test('a stranger sees what is written here, and one click signs the demo in', async ({
      page,
    }) => {
      // Without JavaScript they're in place if the database answers within the page's patience, which a
      // busy machine may miss once.
      const newest = page.getByRole('region', { name: 'Newest posts' })
      await expect(async () => {
        await page.goto('/')
        await expect(newest.getByRole('article')).toHaveCount(3, { timeout: 1000 })
      }).toPass()
      await page.getByRole('banner').getByRole('link', { name: 'Posts' }).click()
      await expect(page.getByText('Sign in to read and search')).toBeVisible()
      await page.getByRole('button', { name: 'Sign in as Demo Reader' }).click()
      await expect(page).toHaveURL('/posts')
      await expect(page.getByText('Signed in as Demo Reader')).toBeVisible()
    })
  })
}
