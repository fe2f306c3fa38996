import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { addUser, startWorld } from './world'

const database = await startWorld()
const { excerptLength, listOwnPosts, listPublishedPosts, markEnd, markStart } =
  await import('@/lib/posts/list')
const { parsePageRequest } = await import('@/lib/posts/cursor')
const { parseSearch } = await import('@/lib/posts/input')
const { saveTagline } = await import('@/lib/profiles')
const { saveQuote } = await import('@/lib/quotes')

const ada = await addUser(database, 'Ada Lovelace', 'https://example.com/ada.png')

beforeEach(async () => {
  await database.pool.query('TRUNCATE posts, user_messages, profiles')
})
afterAll(() => database.drop())

/** Adds a published post; `at` is a time for Postgres. */
async function add(content: string, at = 'now', userId = ada, published = true): Promise<number> {
  const { rows } = await database.pool.query<{ id: string }>(
    `INSERT INTO posts (user_id, content, is_published, created_at, published_at)
     VALUES ($1, $2, $3, $4, $4) RETURNING id`,
    [userId, content, published, at],
  )
  return Number(rows[0]?.id)
}

type Lister = (params: Record<string, string>) => ReturnType<typeof listPublishedPosts>

/** All ids from the first page to the last, following the links to older posts. */
async function walk(list: Lister, direction: 'older' | 'newer', start = {}): Promise<number[]> {
  const ids: number[] = []
  let params: Record<string, string> = start
  for (let page = 0; page < 100; page++) {
    const { rows, ...links } = await list(params)
    const found = rows.map(({ id }) => id)
    if (direction === 'older') ids.push(...found)
    else ids.unshift(...found)
    const cursor = links[direction]
    if (cursor === undefined) return ids
    params = { [direction]: cursor }
  }
  throw new Error('The list has no end.')
}

const pages =
  (limit: number): Lister =>
  (params) =>
    listPublishedPosts({ ...parsePageRequest(params), limit })

describe('published posts', () => {
  it('come with name, picture and tagline of their author, known or not, and without the quote', async () => {
    await saveQuote(ada, 'a quote')
    await saveTagline(ada, 'a tagline')
    await saveTagline('someone', 'of nobody')
    await add('by Ada', '2026-01-04Z')
    await add('by someone', '2026-01-03Z', 'someone')
    await add('by nobody', '2026-01-02Z', '00000000-0000-0000-0000-000000000000')
    await add('a draft', '2026-01-01Z', ada, false)
    const { rows } = await listPublishedPosts()
    expect(
      rows.map(({ excerpt, name, image, tagline }) => [excerpt, name, image, tagline]),
    ).toEqual([
      ['by Ada', 'Ada Lovelace', 'https://example.com/ada.png', 'a tagline'],
      ['by someone', null, null, 'of nobody'],
      ['by nobody', null, null, null],
    ])
    expect(rows[0]?.publishedAt).toEqual(new Date('2026-01-04'))
    expect(JSON.stringify(rows)).not.toContain('a quote')
  })

  it('are one author’s alone where they are asked for', async () => {
    await add('by Ada')
    await add('by someone', 'now', 'someone')
    await add('a draft', 'now', ada, false)
    const { rows } = await listPublishedPosts({ authorId: ada })
    expect(rows.map(({ excerpt, authorId }) => [excerpt, authorId])).toEqual([['by Ada', ada]])
  })

  it('that are long are cut in the list, between code points', async () => {
    await add('👋'.repeat(excerptLength))
    await add('👋'.repeat(excerptLength + 1))
    const { rows } = await listPublishedPosts()
    expect(rows.map(({ excerpt, isCut }) => [[...excerpt].length, isCut])).toEqual([
      [excerptLength, true],
      [excerptLength, false],
    ])
  })

  it('are there on the next reading when is_published is flipped by hand', async () => {
    const id = await add('by hand', 'now', ada, false)
    expect((await listPublishedPosts()).rows).toEqual([])
    await database.pool.query('UPDATE posts SET is_published = true WHERE id = $1', [id])
    expect((await listPublishedPosts()).rows).toHaveLength(1)
  })
})

describe('pages', () => {
  it('hold every post once, both ways, whatever the times are', async () => {
    // Few times, a microsecond apart: many are equal, all within one millisecond.
    const time = fc
      .integer({ min: 0, max: 5 })
      .map((micros) => `2026-01-01 00:00:00.00000${micros}Z`)
    await fc.assert(
      fc.asyncProperty(
        fc.array(time, { maxLength: 25 }),
        fc.integer({ min: 1, max: 7 }),
        async (times, limit) => {
          await database.pool.query('TRUNCATE posts')
          const rows: { id: number; at: string }[] = []
          for (const at of times) rows.push({ id: await add('post', at), at })
          const expected = rows
            .sort((a, b) => b.at.localeCompare(a.at) || b.id - a.id)
            .map(({ id }) => id)
          expect(await walk(pages(limit), 'older')).toEqual(expected)

          // From the last page back to the first.
          let last = await pages(limit)({})
          while (last.older !== undefined) last = await pages(limit)({ older: last.older })
          const back =
            last.newer === undefined ? [] : await walk(pages(limit), 'newer', { newer: last.newer })
          expect([...back, ...last.rows.map(({ id }) => id)]).toEqual(expected)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('lose no post and repeat none while others appear and disappear', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('add' as const), minute: fc.nat(59) }),
      fc.record({ kind: fc.constant('remove' as const), nth: fc.nat(29) }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { maxLength: 3 }), { minLength: 12, maxLength: 12 }),
        async (steps) => {
          await database.pool.query('TRUNCATE posts')
          const at = (minute: number) => `2026-01-01 00:${String(minute).padStart(2, '0')}Z`
          const original: number[] = []
          for (let n = 0; n < 20; n++) original.push(await add('post', at(n * 3)))
          const gone = new Set<number>()
          const seen: number[] = []
          let params: Record<string, string> = {}
          for (let page = 0; page < 60; page++) {
            const { rows, older } = await pages(3)(params)
            seen.push(...rows.map(({ id }) => id))
            if (older === undefined) break
            params = { older }
            for (const change of steps[page % steps.length] ?? []) {
              if (change.kind === 'add') await add('new', at(change.minute))
              else {
                const id = original[change.nth % original.length] ?? 0
                gone.add(id)
                await database.pool.query('DELETE FROM posts WHERE id = $1', [id])
              }
            }
          }
          expect(new Set(seen).size).toBe(seen.length)
          expect(seen).toEqual(expect.arrayContaining(original.filter((id) => !gone.has(id))))
        },
      ),
      { numRuns: 15 },
    )
  })

  it('begin at the beginning for a cursor that is none', async () => {
    const id = await add('post')
    for (const older of [
      '',
      'x',
      '1',
      '-1-1',
      '1-',
      '99999999999999999-1',
      '1e3-1',
      '1-1-1',
      ' 1-1',
    ]) {
      const { rows } = await pages(3)({ older })
      expect(rows.map((row) => row.id)).toEqual([id])
    }
    expect(parsePageRequest({ older: ['1-1', '2-2'], newer: { a: 1 } })).toEqual({})
    for (const older of ['0-0', '9007199254740991-9007199254740991', '0000000000000001-1']) {
      await expect(pages(3)({ older })).resolves.toBeDefined()
    }
  })

  it('of one’s own posts hold drafts too, and nobody else’s', async () => {
    const ids: number[] = []
    for (let n = 0; n < 12; n++) ids.unshift(await add('mine', '2026-01-01Z', ada, n % 2 === 0))
    await add('hers', 'now', 'someone')
    const first = await listOwnPosts(ada)
    const second = await listOwnPosts(ada, parsePageRequest({ older: first.older ?? '' }))
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(ids)
    expect(second.older).toBeUndefined()
    const drafts = await listOwnPosts(ada, { draftsOnly: true, limit: 3 })
    expect(drafts.rows.map(({ isPublished }) => isPublished)).toEqual([false, false, false])
  })
})

describe('search', () => {
  const found = async (search: string) =>
    (await listPublishedPosts({ search })).rows.map(({ excerpt }) => excerpt)
  const marked = (text: string) => text.replaceAll('[', markStart).replaceAll(']', markEnd)

  it('finds published posts by their words and marks them', async () => {
    await add('The cats are sleeping')
    await add('A dog barks at a cat')
    await add('A secret cat', 'now', ada, false)
    expect(await found('cat')).toEqual(
      ['A dog barks at a [cat]', 'The [cats] are sleeping'].map(marked),
    )
    expect(await found('cats -dog')).toEqual([marked('The [cats] are sleeping')])
    expect(await found('"dog barks"')).toEqual([marked('A [dog] [barks] at a cat')])
    expect(await found('sleeping OR dog')).toHaveLength(2)
    await add('<b>bold</b> a-b http://a.example/?b=c x<y\n\n\tcat')
    expect(await found('bold')).toEqual([
      marked('<b>[bold]</b> a-b http://a.example/?b=c x<y\n\n\tcat'),
    ])
    expect(await found('elephant')).toEqual([])
    expect(await found('the')).toEqual([])
  })

  it('shows the passage with the words of a long post', async () => {
    await add(`${'lorem ipsum '.repeat(300)} needle ${'dolor sit '.repeat(100)}`)
    const [excerpt = ''] = await found('needle')
    expect(excerpt).toContain(marked('[needle]'))
    expect(excerpt.length).toBeLessThan(1000)
  })

  it('goes by pages as the list does', async () => {
    const ids: number[] = []
    for (let n = 0; n < 7; n++) {
      ids.unshift(await add('a needle', '2026-01-01Z'))
      await add('straw', '2026-01-01Z')
    }
    const list: Lister = (params) =>
      listPublishedPosts({ ...parsePageRequest(params), limit: 2, search: 'needle' })
    expect(await walk(list, 'older')).toEqual(ids)
  })

  it('takes every text', async () => {
    await add('Something to be found: naïve 山田 O’Neill <b>bold</b>')
    for (const odd of [
      "'",
      '"',
      '\\',
      ':*',
      '& | ! <-> ()',
      '%',
      '_',
      '$1',
      '<b>',
      '-',
      'a\u0000b',
      '\uD800',
      '👋',
      '\u202E',
      'x'.repeat(5000),
      '"unclosed',
      "'; DROP TABLE posts; --",
      'or',
      '- -',
      'a:b:c',
      'http://e.example/?a=b&c=d',
    ]) {
      const search = parseSearch(odd)
      if (search !== undefined) await expect(found(search)).resolves.toBeInstanceOf(Array)
    }
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (odd) => {
        const search = parseSearch(odd)
        if (search !== undefined) await found(search)
      }),
      { numRuns: 60 },
    )
    expect(await found('山田')).toHaveLength(1)
    expect(parseSearch(['a', 'b'])).toBeUndefined()
    expect(parseSearch('  \u0000 ')).toBeUndefined()
  })
})
