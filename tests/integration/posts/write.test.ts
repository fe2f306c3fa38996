import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { startWorld } from './world'

const database = await startWorld()
const { createPost, deletePost, postsPerHour, setPostPublished, updatePost } =
  await import('@/lib/posts/write')
const { readOwnPost, readPost, readPublicPost, versionOf } = await import('@/lib/posts/one')
const { readTagline, saveTagline } = await import('@/lib/profiles')
const { deleteQuote, readQuote, saveQuote } = await import('@/lib/quotes')
const { deleteDataOf, exportDataOf } = await import('@/lib/account-data')

const ada = randomUUID()
const grace = randomUUID()

beforeEach(async () => {
  await database.pool.query('TRUNCATE posts, post_allowances, profiles, user_messages')
})
afterAll(() => database.drop())

const draft = (content: string) => ({ content, publish: false, key: randomUUID() })

async function create(userId: string, content: string, publish = false): Promise<number> {
  const result = await createPost(userId, { content, publish, key: randomUUID() })
  if (result.status !== 'created') throw new Error(result.status)
  return result.id
}

async function row(id: number) {
  const { rows } = await database.pool.query<{
    content: string
    is_published: boolean
    user_id: string
    published: string
  }>(
    'SELECT content, is_published, user_id, published_at::text AS published FROM posts WHERE id = $1',
    [id],
  )
  return rows[0]
}

async function count(): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM posts')
  return rows[0]?.n ?? NaN
}

describe('createPost', () => {
  it('keeps what was written, as a draft or published', async () => {
    const text = 'Zoë — 山田\n\n\tπ ≠ 3 👩‍👩‍👧‍👦 \'; DROP TABLE posts; -- \\ $1 %s {} "'
    expect(await row(await create(ada, text))).toMatchObject({
      content: text,
      is_published: false,
      user_id: ada,
    })
    expect(await row(await create(ada, text, true))).toMatchObject({ is_published: true })
  })

  it('makes one post of a repeated submission, one after another and side by side', async () => {
    const post = draft('once')
    const first = await createPost(ada, post)
    expect(await createPost(ada, post)).toEqual(first)
    const key = randomUUID()
    const results = await Promise.all(
      Array.from({ length: 5 }, () => createPost(ada, { content: 'many', publish: true, key })),
    )
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1)
    expect(await count()).toBe(2)
  })

  it('publishes a draft whose form is sent again to publish it', async () => {
    const post = draft('first a draft')
    const first = await createPost(ada, post)
    expect(await createPost(ada, { ...post, publish: true })).toEqual(first)
    expect(await count()).toBe(1)
    expect(first.status === 'created' && (await row(first.id))?.is_published).toBe(true)
  })

  it('makes another post of another text from the same form, and of another author', async () => {
    const post = draft('one')
    await createPost(ada, post)
    await createPost(ada, { ...post, content: 'another' })
    await createPost(grace, post)
    expect(await count()).toBe(3)
  })

  it('lets through exactly as many as the limit, however many come at once', async () => {
    const results = await Promise.all(
      Array.from({ length: postsPerHour + 10 }, (_, n) => createPost(ada, draft(`post ${n}`))),
    )
    expect(results.filter(({ status }) => status === 'created')).toHaveLength(postsPerHour)
    expect(results.filter(({ status }) => status === 'limited')).toHaveLength(10)
    expect(await count()).toBe(postsPerHour)
    expect((await createPost(grace, draft('another author'))).status).toBe('created')
  })

  it('lets the next one through an hour after the oldest of the last, and no more', async () => {
    const last = draft('the last')
    for (let n = 1; n < postsPerHour; n++) await create(ada, `post ${n}`)
    await createPost(ada, last)
    expect((await createPost(ada, draft('too many'))).status).toBe('limited')
    expect((await createPost(ada, last)).status).toBe('created')

    await database.pool.query(
      `UPDATE post_allowances SET written_at[1] = now() - interval '61 minutes'`,
    )
    expect((await createPost(ada, draft('one more'))).status).toBe('created')
    expect((await createPost(ada, draft('too many'))).status).toBe('limited')
    const { rows } = await database.pool.query<{ n: number }>(
      'SELECT cardinality(written_at) AS n FROM post_allowances',
    )
    expect(rows).toEqual([{ n: postsPerHour }])
  })

  it('does not give room back for what was deleted', async () => {
    for (let n = 0; n < postsPerHour; n++) await deletePost(await create(ada, `post ${n}`), ada)
    expect((await createPost(ada, draft('too many'))).status).toBe('limited')
  })

  it('is held to the limits of length by the database too', async () => {
    await expect(createPost(ada, draft('x'.repeat(5001)))).rejects.toThrow()
    await expect(createPost(ada, draft(''))).rejects.toThrow()
    await create(ada, '👋'.repeat(5000))
    await expect(saveQuote(ada, 'x'.repeat(281))).rejects.toThrow()
    expect(await count()).toBe(1)
  })
})

describe('updatePost', () => {
  it('changes what the author began from', async () => {
    const id = await create(ada, 'before')
    const change = { content: 'after', publish: false, base: versionOf('before') }
    expect(await updatePost(id, ada, change)).toEqual({ status: 'saved' })
    expect(await row(id)).toMatchObject({ content: 'after', is_published: false })
    // The same again, like a second click.
    expect(await updatePost(id, ada, change)).toEqual({ status: 'saved' })
  })

  it('keeps what someone else has saved, and says what it is', async () => {
    const id = await create(ada, 'before')
    const base = (await readOwnPost(id, ada))?.version ?? ''
    await database.pool.query(`UPDATE posts SET content = 'by hand' WHERE id = $1`, [id])
    const result = await updatePost(id, ada, { content: 'mine', publish: true, base })
    expect(result).toEqual({
      status: 'conflict',
      content: 'by hand',
      version: versionOf('by hand'),
    })
    expect(await row(id)).toMatchObject({ content: 'by hand', is_published: false })
  })

  it('of two at once saves one', async () => {
    const id = await create(ada, 'before')
    const base = versionOf('before')
    const results = await Promise.all(
      ['one', 'two'].map((content) => updatePost(id, ada, { content, publish: false, base })),
    )
    expect(results.map(({ status }) => status).sort()).toEqual(['conflict', 'saved'])
  })

  it('publishes on top and, once published, keeps its place', async () => {
    const id = await create(ada, 'draft')
    await database.pool.query(`UPDATE posts SET published_at = '2020-01-01Z' WHERE id = $1`, [id])
    await updatePost(id, ada, { content: 'one', publish: true, base: versionOf('draft') })
    const published = (await row(id))?.published ?? ''
    expect(Date.parse(published)).toBeGreaterThan(Date.now() - 60_000)
    await updatePost(id, ada, { content: 'two', publish: true, base: versionOf('one') })
    await updatePost(id, ada, { content: 'three', publish: false, base: versionOf('two') })
    expect(await row(id)).toEqual({ content: 'three', is_published: true, user_id: ada, published })
  })
})

describe('what is not one’s own', () => {
  it('is changed by nobody else', async () => {
    const id = await create(ada, 'hers')
    const before = await row(id)
    const base = versionOf('hers')
    for (const other of [grace, '', `${ada} `, "' OR true --"]) {
      expect(await updatePost(id, other, { content: 'mine', publish: true, base })).toEqual({
        status: 'not-found',
      })
      expect(await setPostPublished(id, other, true)).toBe(false)
      expect(await deletePost(id, other)).toBe(false)
      expect(await readOwnPost(id, other)).toBeUndefined()
      expect(await readPost(id, other)).toBeUndefined()
    }
    expect(await row(id)).toEqual(before)
  })

  it('is seen once it is published', async () => {
    const id = await create(ada, 'hers')
    expect(await readPost(id, ada)).toMatchObject({ isOwn: true, content: 'hers' })
    await setPostPublished(id, ada, true)
    expect(await readPost(id, grace)).toMatchObject({ isOwn: false, content: 'hers' })
    await setPostPublished(id, ada, false)
    expect(await readPost(id, grace)).toBeUndefined()
  })
})

describe('the quote', () => {
  it('is one for each person, replaced and deleted', async () => {
    expect(await readQuote(ada)).toBeUndefined()
    await saveQuote(ada, 'first')
    await saveQuote(ada, 'second')
    await saveQuote(grace, 'another')
    expect(await readQuote(ada)).toBe('second')
    await deleteQuote(ada)
    await deleteQuote(ada)
    expect(await readQuote(ada)).toBeUndefined()
    expect(await readQuote(grace)).toBe('another')
  })
})

describe('the tagline', () => {
  it('is one for each person, replaced and taken away', async () => {
    expect(await readTagline(ada)).toBe('')
    await saveTagline(ada, 'first')
    await saveTagline(ada, 'second')
    await saveTagline(grace, 'another')
    expect(await readTagline(ada)).toBe('second')
    await saveTagline(ada, '')
    await saveTagline(ada, '')
    expect(await readTagline(ada)).toBe('')
    expect(await readTagline(grace)).toBe('another')
  })
})

describe('what everybody may read', () => {
  it('is there while it is published, and at no other time', async () => {
    const id = await create(ada, 'words')
    expect(await readPublicPost(id)).toBeUndefined()
    await setPostPublished(id, ada, true)
    expect(await readPublicPost(id)).toMatchObject({ id, content: 'words', authorId: ada })
    await setPostPublished(id, ada, false)
    expect(await readPublicPost(id)).toBeUndefined()
    expect(await readPublicPost(id + 1)).toBeUndefined()
  })
})

describe('an account’s data', () => {
  it('is exported whole and deleted whole, and nobody else’s', async () => {
    const first = await create(ada, 'a draft')
    const second = await create(ada, 'published', true)
    await create(grace, 'hers', true)
    await saveQuote(ada, 'a quote')
    await saveQuote(grace, 'another')
    await saveTagline(ada, 'a tagline')
    await saveTagline(grace, 'her tagline')

    const data = await exportDataOf(ada)
    expect(JSON.parse(JSON.stringify(data))).toEqual(data)
    expect(data).toEqual({
      tagline: 'a tagline',
      quote: 'a quote',
      posts: [
        expect.objectContaining({ id: second, content: 'published', isPublished: true }),
        expect.objectContaining({ id: first, content: 'a draft', publishedAt: null }),
      ],
    })

    expect(await deleteDataOf(ada)).toBe(2)
    expect(await deleteDataOf(ada)).toBe(0)
    expect(await exportDataOf(ada)).toEqual({ tagline: null, quote: null, posts: [] })
    expect(await readQuote(grace)).toBe('another')
    expect(await readTagline(grace)).toBe('her tagline')
    expect(await count()).toBe(1)
  })
})
