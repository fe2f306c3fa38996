import { database, expect, test } from '../support/fixtures'
import { hiddenFields, post } from '../support/forms'
import { addPost, postRow, register, someone } from '../support/people'

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('drafts and posts are published, taken back and deleted in place', async ({
      page,
      context,
    }) => {
      const ada = await register(context.request)
      const draft = await addPost(ada.id, 'A draft', { isPublished: false })
      const post = await addPost(ada.id, 'A post')
      await page.goto('/')
      await page.getByRole('button', { name: 'Account menu' }).click()
      await page.getByRole('link', { name: 'Your posts' }).click()
      const item = (text: string) => page.getByRole('listitem').filter({ hasText: text })
      await expect(item('A draft').getByText('Draft', { exact: true })).toBeVisible()
      await expect(item('A post').getByText('Published', { exact: true })).toBeVisible()
      // Nobody has to guess whose button is whose among equal names.
      await expect(page.getByRole('link', { name: 'Edit: A draft' })).toBeVisible()
      await expect(page.getByRole('button', { name: 'Unpublish: A post' })).toBeVisible()
      await expect(page.getByRole('button', { name: 'Delete: A post' })).toBeVisible()

      await item('A draft').getByRole('button', { name: 'Publish' }).click()
      await expect(item('A draft').getByRole('button', { name: 'Unpublish' })).toBeEnabled()
      await expect.poll(() => postRow(draft)).toMatchObject({ is_published: true })
      await item('A post').getByRole('button', { name: 'Unpublish' }).click()
      await expect(item('A post').getByText('Draft', { exact: true })).toBeVisible()
      await expect.poll(() => postRow(post)).toMatchObject({ is_published: false })

      await item('A post').getByRole('button', { name: 'Delete' }).click()
      await page.getByRole('button', { name: 'Delete post' }).click()
      await expect(item('A post')).toHaveCount(0)
      await expect(item('A draft')).toBeVisible()
      await expect.poll(() => postRow(post)).toBeUndefined()
    })
  })
}

test.describe('when the answer does not come', () => {
  test.use({ expectedConsole: [/ERR_FAILED|Failed to fetch/] })

  test('what was shown at once is undone, with a message', async ({ page, context }) => {
    const ada = await register(context.request)
    const id = await addPost(ada.id, 'A draft', { isPublished: false })
    await page.goto('/posts/mine', { waitUntil: 'networkidle' })
    const item = page.getByRole('listitem').filter({ hasText: 'A draft' })

    const answers: (() => Promise<void>)[] = []
    await page.route('**/posts/mine', (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      answers.push(() => route.abort())
    })
    await item.getByRole('button', { name: 'Publish' }).click()
    await expect(item.getByText('Published', { exact: true })).toBeVisible()
    await expect.poll(() => answers.length).toBe(1)
    await answers.pop()?.()
    await expect(item.getByText('Draft', { exact: true })).toBeVisible()
    await expect(item.getByText('We couldn’t send this.')).toBeVisible()

    await item.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Delete post' }).click()
    await expect(item).toBeHidden()
    await expect.poll(() => answers.length).toBe(1)
    await answers.pop()?.()
    await expect(item).toBeVisible()
    expect(await postRow(id)).toEqual({ content: 'A draft', is_published: false })
  })
})

test('an ended session is said, and changes nothing', async ({ page, context }) => {
  const ada = await register(context.request)
  const id = await addPost(ada.id, 'A draft', { isPublished: false })
  await page.goto('/posts/mine')
  await database()`DELETE FROM neon_auth.session WHERE "userId" = ${ada.id}`
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByText('Your session has ended')).toBeVisible()
  await expect(page.getByText('Draft', { exact: true })).toBeVisible()
  expect(await postRow(id)).toMatchObject({ is_published: false })
  // It shows no draft, though the signed cookie is valid for minutes.
  await page.goto(`/posts/${id}`)
  await expect(page.getByRole('heading', { name: 'Sign in to your account' })).toBeVisible()
})

test('forged forms give an answer, and touch nobody’s posts', async ({ page, context }) => {
  const ada = await register(context.request)
  const own = await addPost(ada.id, 'Hers', { isPublished: false })
  const other = await someone()
  const theirs = await addPost(other.id, 'Theirs', { isPublished: false })

  const html = await (await page.request.get('/posts/mine')).text()
  const forms = [...html.matchAll(/<form[^>]*>(.*?)<\/form>/gs)].map((match) => match[1] ?? '')
  const fieldsWith = (words: string) => {
    const form = forms.find((one) => one.includes(words))
    if (!form) throw new Error(`No form has ${words}.`)
    return hiddenFields(form).filter(([name]) => name !== 'id')
  }
  const publishForm = fieldsWith('name="publish"')
  const deleteForm = fieldsWith('Delete this post?')
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const send = (
    fields: [string, string][],
    extra: Record<string, string>,
    ids: (string | File)[],
    headers: { Cookie?: string },
  ) => {
    const data = new FormData()
    for (const [name, value] of fields) data.append(name, value)
    for (const [name, value] of Object.entries(extra)) data.set(name, value)
    for (const id of ids) data.append('id', id)
    return post('/posts/mine', data, headers)
  }

  for (const [form, extra] of [
    [publishForm, { publish: 'yes' }],
    [deleteForm, { confirmed: 'yes', userId: other.id }],
  ] as const) {
    for (const id of [String(theirs), '', '-1', 'NaN', '9007199254740993', '[]', 'null']) {
      for (const headers of [{ Cookie: cookie }, {}]) {
        const ids = id === 'null' ? [id, new File(['1'], 'id')] : [id]
        expect((await send(form, extra, ids, headers)).status).toBeLessThan(500)
      }
    }
  }
  expect(await postRow(theirs)).toEqual({ content: 'Theirs', is_published: false })

  // The same forms do reach their actions.
  await send(publishForm, { publish: 'yes' }, [String(own)], { Cookie: cookie })
  expect(await postRow(own)).toEqual({ content: 'Hers', is_published: true })
  await send(deleteForm, { confirmed: 'yes' }, [String(own)], { Cookie: cookie })
  expect(await postRow(own)).toBeUndefined()
})
