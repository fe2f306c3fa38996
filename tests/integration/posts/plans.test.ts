import { afterAll, describe, expect, it } from 'vitest'
import {
  busyAuthor,
  commonWord,
  generatePosts,
  rareWord,
} from '../../../scripts/support/bulk-posts'
import { startWorld } from './world'

/** The author of nine posts, none among the newest. */
const quietAuthor = busyAuthor.replace(/0$/, '1')

const database = await startWorld()
await generatePosts(database.pool, { posts: 100_000, authors: 10_000 })
const { listPublishedPosts, ownPostsQuery, publishedPostsQuery } = await import('@/lib/posts/list')
const { parsePageRequest } = await import('@/lib/posts/cursor')
const { postQuery } = await import('@/lib/posts/one')

afterAll(() => database.drop())

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  Plans?: Plan[]
}

/** Postgres's plan for a query it ran, as a flat list of nodes. */
async function explain(query: { toSQL(): { sql: string; params: unknown[] } }): Promise<Plan[]> {
  const { sql, params } = query.toSQL()
  const { rows } = await database.pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`,
    params,
  )
  const flatten = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flatten)]
  const top = rows[0]?.['QUERY PLAN'][0].Plan
  return top ? flatten(top) : []
}

/** Fails if any table is read from end to end or many rows are touched. */
function expectIndexes(plan: Plan[], indexes: string[], mostRows: number): void {
  const scans = plan.filter((node) => node['Node Type'] === 'Seq Scan')
  expect(scans).toEqual([])
  const used = plan.flatMap((node) => node['Index Name'] ?? [])
  expect(used).toEqual(expect.arrayContaining(indexes))
  const most = Math.max(...plan.map((node) => node['Actual Rows'] * node['Actual Loops']))
  expect(most).toBeLessThanOrEqual(mostRows)
}

describe('with 100,000 posts', () => {
  it('the first page reads a page of the index', async () => {
    expectIndexes(await explain(publishedPostsQuery({})), ['posts_published_newest'], 30)
  })

  it('the 1,000th page reads no more, in either direction', async () => {
    const { rows } = await database.pool.query<{ micros: string; id: string }>(
      `SELECT (extract(epoch from published_at) * 1000000)::bigint::text AS micros, id
       FROM posts WHERE is_published ORDER BY published_at DESC, id DESC OFFSET 9990 LIMIT 1`,
    )
    const cursor = `${rows[0]?.micros}-${rows[0]?.id}`
    for (const params of [{ older: cursor }, { newer: cursor }]) {
      const request = parsePageRequest(params)
      expectIndexes(await explain(publishedPostsQuery(request)), ['posts_published_newest'], 30)
    }
  })

  it('a search for a rare word goes by the words', async () => {
    const plan = await explain(publishedPostsQuery({ search: rareWord }))
    expectIndexes(plan, ['posts_published_search'], 30)
    expect((await listPublishedPosts({ search: rareWord })).rows).toHaveLength(5)
  })

  it('a search for a common word goes by the newest', async () => {
    const plan = await explain(publishedPostsQuery({ search: commonWord }))
    expectIndexes(plan, ['posts_published_newest'], 5000)
    expect((await listPublishedPosts({ search: commonWord })).older).toBeDefined()
  })

  it('what one person published goes by the author', async () => {
    const plan = await explain(publishedPostsQuery({ authorId: quietAuthor }))
    expectIndexes(plan, ['posts_author_published'], 30)
  })

  it('a person’s 10,000 posts, and their drafts, go by the author', async () => {
    expectIndexes(await explain(ownPostsQuery(busyAuthor, {})), ['posts_author_newest'], 30)
    expectIndexes(
      await explain(ownPostsQuery(busyAuthor, { draftsOnly: true, limit: 5 })),
      ['posts_author_drafts'],
      30,
    )
  })

  it('one post goes by its id', async () => {
    expectIndexes(await explain(postQuery(50_001, busyAuthor)), ['posts_pkey', 'user_pkey'], 1)
  })
})
