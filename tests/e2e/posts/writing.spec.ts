import { database, expect, test } from '../support/fixtures'
import { addPost, postRow, register } from '../support/people'

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('someone writes a draft, publishes, edits, takes back and deletes it', async ({
      page,
      context,
    }) => {
      const ada = await register(context.request)
      const mark = crypto.randomUUID()
      await page.goto('/posts')
      await page.getByRole('banner').getByRole('link', { name: 'Write' }).click()
      await expect(page.getByRole('heading', { name: 'New post' })).toBeVisible()
      await page
        .getByLabel('Text')
        .fill(`First line ${mark}\nsecond <b>line</b>\n\nhttps://neon.com/docs.`)
      await page.getByRole('button', { name: 'Save draft' }).click()

      await expect(page).toHaveURL(/\/posts\/\d+\?notice=saved$/)
      const id = Number(/posts\/(\d+)/.exec(page.url())?.[1])
      const article = page.getByRole('article')
      await expect(article.getByText('Draft')).toBeVisible()
      await expect(article.getByText(ada.name)).toBeVisible()
      await expect(article.getByText('second <b>line</b>')).toBeVisible()
      const link = article.getByRole('link', { name: 'https://neon.com/docs' })
      await expect(link).toHaveAttribute('href', 'https://neon.com/docs')
      await expect(link).toHaveAttribute('rel', 'nofollow noopener ugc')
      await page.goto('/posts')
      await expect(page.getByText(mark)).toHaveCount(0)

      await page.goto(`/posts/${id}`)
      await page.getByRole('button', { name: 'Publish' }).click()
      await expect(page.getByRole('button', { name: 'Unpublish' })).toBeVisible()
      await expect(page).toHaveURL(`/posts/${id}?notice=shown`)
      if (javaScriptEnabled) await expect(page.getByText('Post published')).toBeVisible()
      await expect(page).toHaveTitle(/First line/)
      await page.goto('/posts')
      await expect(page.getByRole('article').first()).toContainText(mark)

      await page.goto(`/posts/${id}`)
      await page.getByRole('link', { name: 'Edit' }).click()
      await page.getByLabel('Text').fill(`Changed ${mark}`)
      await page.getByRole('button', { name: 'Save' }).click()
      await expect(page.getByRole('article')).toContainText(`Changed ${mark}`)
      expect(await postRow(id)).toEqual({ content: `Changed ${mark}`, is_published: true })

      await page.getByRole('button', { name: 'Unpublish' }).click()
      await expect(page.getByRole('button', { name: 'Publish', exact: true })).toBeVisible()
      expect(await postRow(id)).toMatchObject({ is_published: false })
      if (javaScriptEnabled) {
        await expect(page.getByText('Post unpublished.')).toBeVisible()
        await expect(page.getByText('Post saved')).toHaveCount(0)
      }

      await page.getByRole('button', { name: 'Delete' }).click()
      await page.getByRole('button', { name: 'Delete post' }).click()
      await expect(page).toHaveURL('/posts/mine?notice=deleted')
      // When only the test turns off scripts, the browser still hides <noscript>.
      if (javaScriptEnabled) await expect(page.getByText('Post deleted')).toBeVisible()
      expect(await postRow(id)).toBeUndefined()
    })

    for (const [title, text, message] of [
      ['nothing', '', 'Write something first.'],
      ['white space', ' \n\u200B\n ', 'Write something first.'],
      ['5,001 characters', '👋'.repeat(5001), 'Use at most 5,000 characters.'],
      ['a bidi override', 'a\u202Eb', 'This post has characters that can’t be used.'],
    ] as const) {
      test(`${title} is refused by the field, and what was typed stays`, async ({
        page,
        context,
      }) => {
        const ada = await register(context.request)
        await page.goto('/posts/new', { waitUntil: 'networkidle' })
        await page.getByLabel('Text').fill(text)
        await page.getByRole('button', { name: 'Publish' }).click()
        const field = page.getByLabel('Text')
        await expect(field).toHaveAttribute('aria-invalid', 'true')
        await expect(field).toHaveAccessibleDescription(message)
        // Without JavaScript, the text comes back from the server, which returns its beginning.
        const kept = javaScriptEnabled ? text : text.slice(0, 8000)
        expect((await field.inputValue()).trim()).toBe(kept.trim())
        const rows = await database()`SELECT id FROM posts WHERE user_id = ${ada.id}`
        expect(rows).toEqual([])
        if (!javaScriptEnabled || text !== '') return
        // Typing removes the mark.
        await field.pressSequentially('W')
        await expect(field).not.toHaveAttribute('aria-invalid')
        await expect(page.getByText(message)).toBeHidden()
      })
    }

    test('saving over a newer version shows both, and saving again replaces it', async ({
      page,
      context,
    }) => {
      const ada = await register(context.request)
      const id = await addPost(ada.id, 'The first version', { isPublished: false })
      await page.goto(`/posts/${id}/edit`)
      await page.getByLabel('Text').fill('My version')
      await database()`UPDATE posts SET content = 'Their version' WHERE id = ${id}`
      await page.getByRole('button', { name: 'Save draft' }).click()
      await expect(page.getByText('This post changed in another tab.')).toBeVisible()
      await expect(page.getByRole('region', { name: 'Newer version' })).toContainText(
        'Their version',
      )
      await expect(page.getByLabel('Your text')).toHaveValue('My version')
      expect(await postRow(id)).toMatchObject({ content: 'Their version' })

      await page.getByRole('button', { name: 'Save draft' }).click()
      await expect(page.getByRole('article')).toContainText('My version')
      expect(await postRow(id)).toEqual({ content: 'My version', is_published: false })
    })

    test('a session that ended under the text loses none of it', async ({ page, context }) => {
      const ada = await register(context.request)
      const id = await addPost(ada.id, 'Before', { isPublished: false })
      for (const path of ['/posts/new', `/posts/${id}/edit`]) {
        await page.goto(path)
        await page.getByLabel('Text').fill('A long thought')
        await database()`DELETE FROM neon_auth.session WHERE "userId" = ${ada.id}`
        await page
          .getByRole('button', { name: 'Save draft' })
          .or(page.getByRole('button', { name: 'Save' }))
          .first()
          .click()
        await expect(
          page.getByText('Your session has ended. Your text is still here.'),
        ).toBeVisible()
        await expect(page.getByLabel('Text')).toHaveValue('A long thought')

        // Without JavaScript, the sign-in page opens beside the text.
        const beside = javaScriptEnabled ? undefined : context.waitForEvent('page')
        await page.getByRole('link', { name: 'Sign in again' }).click()
        const signIn = beside ? await beside : page
        await signIn.getByLabel('Email').fill(ada.email)
        await signIn.getByLabel('Password', { exact: true }).fill(ada.password)
        await signIn.getByRole('button', { name: 'Sign in', exact: true }).click()
        await expect(signIn).toHaveURL(path)
        if (beside) await signIn.close()
        else await expect(page.getByText('Your unsaved text is back.')).toBeVisible()
        await expect(page.getByLabel('Text')).toHaveValue('A long thought')
        await page
          .getByRole('button', { name: 'Save draft' })
          .or(page.getByRole('button', { name: 'Save' }))
          .first()
          .click()
        await expect(page.getByRole('article')).toContainText('A long thought')
      }
      const rows = await database()`SELECT content FROM posts WHERE user_id = ${ada.id}`
      expect(rows).toEqual([{ content: 'A long thought' }, { content: 'A long thought' }])
    })
  })
}

test('a double click makes one post', async ({ page, context }) => {
  const ada = await register(context.request)
  await page.goto('/posts/new')
  await page.getByLabel('Text').fill('Only once')
  await page.getByRole('button', { name: 'Publish' }).dblclick()
  await expect(page.getByRole('article')).toContainText('Only once')
  await page.goBack()
  await expect(page.getByLabel('Text')).toBeVisible()
  const rows = await database()`SELECT content FROM posts WHERE user_id = ${ada.id}`
  expect(rows).toEqual([{ content: 'Only once' }])
})

test('unsaved text is asked about before leaving, and back on return', async ({
  page,
  context,
}) => {
  await register(context.request)
  await page.goto('/posts/new')
  await page.getByLabel('Text').fill('Half a thought')
  await expect(page.getByText('14 / 5000')).toBeVisible()
  const posts = page.getByRole('banner').getByRole('link', { name: 'Posts' })
  await posts.click()
  const dialog = page.getByRole('alertdialog', { name: 'Leave without saving?' })
  await expect(dialog).toBeVisible()
  await dialog.getByRole('button', { name: 'Stay' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByLabel('Text')).toHaveValue('Half a thought')
  await posts.click()
  await dialog.getByRole('button', { name: 'Leave' }).click()
  await expect(page.getByRole('heading', { name: 'Published posts' })).toBeVisible()

  await page.getByRole('banner').getByRole('link', { name: 'Write' }).click()
  await expect(page.getByLabel('Text')).toHaveValue('Half a thought')

  // The browser itself asks before loading a page.
  let asked = ''
  page.once('dialog', (question) => {
    asked = question.type()
    void question.accept()
  })
  await page.reload()
  expect(asked).toBe('beforeunload')
  await expect(page.getByLabel('Text')).toHaveValue('Half a thought')
  await page.getByRole('button', { name: 'Discard it' }).click()
  await expect(page.getByLabel('Text')).toHaveValue('')
  await posts.click()
  await expect(page.getByRole('heading', { name: 'Published posts' })).toBeVisible()
})

test('saved text is not brought back', async ({ page, context }) => {
  await register(context.request)
  await page.goto('/posts/new')
  await page.getByLabel('Text').fill('Said')
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByText('Post published')).toBeVisible()
  await page.getByRole('banner').getByRole('link', { name: 'Write' }).click()
  await expect(page.getByRole('heading', { name: 'New post' })).toBeVisible()
  await expect(page.getByLabel('Text')).toHaveValue('')
})

test.describe('offline', () => {
  test.use({ expectedConsole: [/ERR_INTERNET_DISCONNECTED/] })
  test('what was written survives, and is sent once there is a connection', async ({
    page,
    context,
  }) => {
    await register(context.request)
    await page.goto('/posts/new', { waitUntil: 'networkidle' })
    await page.getByLabel('Text').fill('From the train')
    await context.setOffline(true)
    await page.getByRole('button', { name: 'Publish' }).click()
    await expect(page.getByText('You’re offline')).toBeVisible()
    await expect(page.getByLabel('Text')).toHaveValue('From the train')
    await context.setOffline(false)
    await page.getByRole('button', { name: 'Publish' }).click()
    await expect(page.getByRole('article')).toContainText('From the train')
  })
})

test('the limit of posts an hour is said, and the text stays', async ({ page, context }) => {
  const ada = await register(context.request)
  await database()`INSERT INTO post_allowances (user_id, written_at)
    VALUES (${ada.id}, array_fill(now(), ARRAY[30]))`
  await page.goto('/posts/new')
  await page.getByLabel('Text').fill('One too many')
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByText('You’ve written 30 posts in an hour')).toBeVisible()
  await expect(page.getByLabel('Text')).toHaveValue('One too many')
})

test('a text that is too large to be sent stays, and is saved once it is shorter', async ({
  page,
  context,
}) => {
  await register(context.request)
  const mark = crypto.randomUUID()
  await page.goto('/posts/new', { waitUntil: 'networkidle' })
  const text = page.getByLabel('Text')
  await text.fill('x'.repeat(200 * 1024))
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByText('This is too large to send')).toBeVisible()
  expect((await text.inputValue()).length).toBe(200 * 1024)

  await text.fill('y'.repeat(100 * 1024))
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(text).toHaveAccessibleDescription('Use at most 5,000 characters.')
  expect((await text.inputValue()).length).toBe(100 * 1024)

  await text.fill(mark)
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page).toHaveURL(/\/posts\/\d+\?notice=saved$/)
  expect(await database()`SELECT 1 FROM posts WHERE content = ${mark}`).toHaveLength(1)
})

test('a session and a form from before a migration survive it', async ({ page, signUp }) => {
  const account = await signUp()
  await page.goto('/posts/new')
  await page.getByLabel('Text').fill('Begun on the tables as they were')
  await database()`ALTER TABLE posts ADD COLUMN next_step text DEFAULT 'new' NOT NULL`
  try {
    await page.getByRole('button', { name: 'Save draft' }).click()
    await expect(page.getByRole('article')).toContainText('Begun on the tables as they were')
    await page.goto('/account')
    const address = page.getByRole('region', { name: 'Email' })
    await expect(address.getByText(account.email)).toBeVisible()
  } finally {
    await database()`ALTER TABLE posts DROP COLUMN next_step`
  }
})
