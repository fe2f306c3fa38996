import { database, expect, test } from '../support/fixtures'
import { addPost, register, someone } from '../support/people'

test('the pages of posts, their dialogs and failures have no violation', async ({
  page,
  context,
  checkAccessibility,
}) => {
  // Eleven pages and states, each checked as a whole.
  test.slow()
  const ada = await register(context.request)
  const other = await someone()
  const id = await addPost(ada.id, 'A post with a link: https://neon.com/docs')
  const draft = await addPost(ada.id, 'A draft', { isPublished: false })
  await addPost(other.id, `Another, with a quote and many words. ${'And more. '.repeat(90)}`)
  await database()`INSERT INTO user_messages (user_id, message) VALUES (${other.id}, 'Less is more')`
  for (const path of [
    '/',
    '/posts',
    '/posts?search=words',
    '/posts?search=nothinglikeit',
    `/posts/${id}`,
    `/posts/${draft}`,
    `/posts/${draft}/delete`,
    '/posts/new',
  ]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeAttached()
    await expect(page.getByRole('status').filter({ hasText: 'Loading' })).toHaveCount(0)
    await checkAccessibility()
  }
  await page.goto('/posts/mine')
  await page.getByRole('button', { name: 'Delete' }).first().click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await checkAccessibility()

  await page.goto(`/posts/${draft}/edit`)
  await page.getByLabel('Text').fill('Mine')
  await database()`UPDATE posts SET content = 'Theirs' WHERE id = ${draft}`
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByRole('region', { name: 'Newer version' })).toBeVisible()
  await checkAccessibility()
  await page.getByLabel('Your text').fill('')
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByLabel('Your text')).toHaveAttribute('aria-invalid', 'true')
  await checkAccessibility()
  await database()`DELETE FROM posts WHERE user_id IN (${ada.id}, ${other.id})`
})
