import { database, expect, stats, test } from '../support/fixtures'
import { addPost, anotherPerson, postRow, register, someone } from '../support/people'

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

test('posts come with their author, by pages that lead both ways', async ({ page, context }) => {
  await register(context.request)
  const author = await someone()
  const word = `w${crypto.randomUUID().replaceAll('-', '')}`
  for (let n = 1; n <= 23; n++)
    await addPost(author.id, `${word} number ${n}`, { at: minutesAgo(n) })
  const posts = page.getByRole('main').getByRole('article')

  await page.goto(`/posts?search=${word}`)
  await expect(posts).toHaveCount(10)
  await expect(posts.first()).toContainText(author.name)
  await expect(posts.first()).toContainText(`${word} number 1`)
  await expect(page.getByRole('link', { name: 'Newer' })).toHaveCount(0)
  await page.getByRole('link', { name: 'Older' }).click()
  await expect(posts.first()).toContainText('number 11')
  await page.getByRole('link', { name: 'Older' }).click()
  await expect(posts).toHaveCount(3)
  await expect(page.getByRole('link', { name: 'Older' })).toHaveCount(0)

  // The URL alone gives anyone the same page.
  await page.reload()
  await expect(posts.first()).toContainText('number 21')
  await page.getByRole('link', { name: 'Newer' }).click()
  await expect(posts.first()).toContainText('number 11')
  await page.getByRole('link', { name: 'Newer' }).click()
  await expect(posts.first()).not.toContainText('number 11')
  await expect(posts.first()).toContainText('number 1')
  await expect(page.getByRole('link', { name: 'Newer' })).toHaveCount(0)
  await database()`DELETE FROM posts WHERE user_id = ${author.id}`
})

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    // A word each, since both run at once.
    const [word, found] = javaScriptEnabled ? ['quokka', 'Quokkas'] : ['wombat', 'Wombats']

    test('a search marks what it finds, and says when it finds nothing', async ({
      page,
      context,
    }) => {
      await register(context.request)
      const author = await someone()
      await addPost(author.id, `${found} smile <script>alert(1)</script>`)
      await addPost(author.id, `A hidden ${word}`, { isPublished: false })
      await page.goto('/posts')
      await page.getByRole('searchbox', { name: 'Search posts' }).fill(word)
      await page.getByRole('button', { name: 'Search' }).click()
      await expect(page).toHaveURL(`/posts?search=${word}`)
      await expect(page.getByRole('article')).toHaveCount(1)
      await expect(page.locator('mark')).toHaveText(found)
      await expect(page.getByText('<script>alert(1)</script>')).toBeVisible()
      await expect(page.getByRole('searchbox')).toHaveValue(word)

      await page.getByRole('searchbox').fill(`${word} -smile "\\' & |`)
      await page.getByRole('button', { name: 'Search' }).click()
      await expect(page.getByText('No posts found')).toBeVisible()
      await page.getByRole('link', { name: 'All posts' }).click()
      await expect(page).toHaveURL('/posts')
      await database()`DELETE FROM posts WHERE user_id = ${author.id}`
    })
  })
}

test('a long post is cut in the list and whole on its page', async ({ page, context }) => {
  await register(context.request)
  const author = await someone()
  const id = await addPost(author.id, `${'A long story. '.repeat(80)}The end of it.`)
  await page.goto('/posts')
  const post = page.getByRole('article').filter({ hasText: 'A long story.' })
  await expect(post).not.toContainText('The end of it.')
  await post.getByRole('link', { name: 'A long story.' }).click()
  await expect(page).toHaveURL(`/posts/${id}`)
  await expect(page.getByRole('article')).toContainText('The end of it.')
  await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Delete' })).toHaveCount(0)
  await database()`DELETE FROM posts WHERE user_id = ${author.id}`
})

test('an author’s tagline stands under their name, not their quote; one who is gone leaves the post', async ({
  page,
  context,
}) => {
  await register(context.request)
  const author = await someone()
  await database()`INSERT INTO profiles (user_id, tagline) VALUES (${author.id}, 'Less is more')`
  await database()`INSERT INTO user_messages (user_id, message) VALUES (${author.id}, 'For my eyes')`
  const id = await addPost(author.id, 'By somebody')
  await page.goto(`/posts/${id}`)
  await expect(page.getByRole('article')).toContainText('Less is more')
  await expect(page.getByText('For my eyes')).toHaveCount(0)
  await database()`DELETE FROM neon_auth."user" WHERE id = ${author.id}`
  await page.reload()
  await expect(page.getByRole('article')).toContainText('Unknown author')
  await expect(page.getByRole('article')).toContainText('By somebody')
  await database()`DELETE FROM posts WHERE user_id = ${author.id}`
})

test('someone else’s draft is the same as nothing, everywhere', async ({ page, context }) => {
  await register(context.request)
  const other = await someone()
  const draft = await addPost(other.id, 'Secret words', { isPublished: false })
  // Never seen by anyone, with as many digits.
  const unknown = await addPost(other.id, 'Gone words', { isPublished: false })
  await database()`DELETE FROM posts WHERE id = ${unknown}`
  const published = await addPost(other.id, 'Public words', { at: minutesAgo(100_000) })
  // The visible page; scripts and URLs differ between responses.
  const visible = (html: string) =>
    html.replace(/<(script|template)[^>]*>.*?<\/\1>/gs, '').replace(/<[^>]*>/g, ' ')

  for (const path of ['', '/edit', '/delete']) {
    const requests: Record<string, string>[] = [
      {},
      { RSC: '1' },
      { RSC: '1', 'Next-Router-Prefetch': '1' },
    ]
    for (const headers of requests) {
      const answers = []
      for (const id of [draft, unknown]) {
        const response = await page.request.get(`/posts/${id}${path}`, { headers })
        const text = await response.text()
        expect(text).not.toContain('Secret words')
        answers.push([response.status(), 'RSC' in headers ? '' : visible(text)])
      }
      expect(answers[0]).toEqual(answers[1])
      if (!('RSC' in headers)) expect(answers[0]?.[0]).toBe(404)
    }
  }
  for (const id of ['0', '-1', 'NaN', '1.5', '1e3', '9007199254740992', '%00', 'mine%2f1', '01']) {
    expect((await page.request.get(`/posts/${id}`)).status(), id).toBe(404)
  }
  expect((await page.request.get(`/posts/${published}/edit`)).status()).toBe(404)
  expect((await page.request.get(`/posts/${published}/delete`)).status()).toBe(404)
  expect((await page.request.get(`/posts/${published}`)).status()).toBe(200)
  await database()`DELETE FROM posts WHERE user_id = ${other.id}`
})

test('two people write at once, each under their own name', async ({ page, context, browser }) => {
  const ada = await register(context.request)
  const { page: otherPage, person: grace } = await anotherPerson(browser, 'Grace Hopper')
  await Promise.all([page.goto('/posts/new'), otherPage.goto('/posts/new')])
  await page.getByLabel('Text').fill('From Ada')
  await otherPage.getByLabel('Text').fill('From Grace')
  await Promise.all([
    page.getByRole('button', { name: 'Publish' }).click(),
    otherPage.getByRole('button', { name: 'Publish' }).click(),
  ])
  await expect(page.getByRole('article')).toContainText('From Ada')
  await expect(otherPage.getByRole('article')).toContainText('From Grace')

  // Each sees the other's post, and can't change it.
  const id = Number(/posts\/(\d+)/.exec(page.url())?.[1])
  await otherPage.goto(`/posts/${id}`)
  await expect(otherPage.getByRole('article')).toContainText(ada.name)
  await expect(otherPage.getByRole('button', { name: 'Delete' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Unpublish' }).click()
  await expect(page.getByRole('button', { name: 'Publish', exact: true })).toBeVisible()
  const response = await otherPage.request.get(`/posts/${id}`)
  expect(response.status()).toBe(404)
  expect(await postRow(id)).toEqual({ content: 'From Ada', is_published: false })
  await otherPage.context().close()
  await database()`DELETE FROM posts WHERE user_id IN (${ada.id}, ${grace.id})`
})

test('a page of posts, a search, a post and the home page cost what they must', async ({
  page,
  context,
}) => {
  const ada = await register(context.request)
  const id = await addPost(ada.id, 'A post')
  await page.request.get('/posts')
  const cost = async (path: string) => {
    const before = await stats()
    const response = await page.request.get(path)
    expect(await response.text()).toContain('A post')
    const after = await stats()
    return [after.statements - before.statements, after.auth - before.auth]
  }
  expect(await cost('/posts')).toEqual([1, 0])
  expect(await cost('/posts?older=9000000000000000-1')).toEqual([1, 0])
  expect(await cost(`/posts/${id}`)).toEqual([1, 0])
  // Quote, newest and drafts at once; drafts check that the session still counts.
  expect(await cost('/')).toEqual([3, 1])
  await database()`DELETE FROM posts WHERE user_id = ${ada.id}`
})
