import type pg from 'pg'

/** The account that a local database begins with. */
export const demoAccount = {
  name: 'Demo Reader',
  email: 'demo@example.com',
  password: 'correct horse battery',
}

/** Author of the sample posts of Neon's guide; nobody signs in with this id. */
const sampleAuthor = '00000000-0000-0000-0000-000000000000'

/** Newest last: the list shows them in reverse. */
const samplePosts = [
  { content: 'Hello from Neon', isPublished: true },
  { content: 'Welcome to your new backend', isPublished: true },
  {
    content: 'This draft is hidden — flip is_published to true in the SQL editor to see it appear',
    isPublished: false,
  },
]

/**
 * Adds the sample posts that are not there yet; a second run changes nothing.
 *
 * @returns how many were added
 */
export async function addSamplePosts(pool: pg.Pool): Promise<number> {
  const result = await pool.query(
    `INSERT INTO posts (user_id, content, is_published, created_at, published_at)
     SELECT $1, sample.content, sample.is_published, sample.at, sample.at
     FROM (
       SELECT content, is_published, now() - make_interval(mins => 60 - 10 * ordinality::int) AS at
       FROM unnest($2::text[], $3::boolean[]) WITH ORDINALITY AS s (content, is_published, ordinality)
     ) AS sample
     WHERE NOT EXISTS (
       SELECT FROM posts WHERE posts.user_id = $1 AND posts.content = sample.content
     )`,
    [
      sampleAuthor,
      samplePosts.map((post) => post.content),
      samplePosts.map((post) => post.isPublished),
    ],
  )
  return result.rowCount ?? 0
}

/**
 * Signs the demo account up at Neon Auth; an account that is there already is left alone.
 *
 * @param authUrl base URL of Neon Auth
 * @param origin an origin that Neon Auth trusts
 * @returns whether the account was made
 * @throws when Neon Auth refuses for another reason
 */
export async function addDemoAccount(authUrl: string, origin: string): Promise<boolean> {
  const response = await fetch(`${authUrl}/sign-up/email`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: origin },
    body: JSON.stringify(demoAccount),
    signal: AbortSignal.timeout(15_000),
  })
  if (response.ok) return true
  const body = await response.text()
  if (response.status === 422 && body.includes('USER_ALREADY_EXISTS')) return false
  throw new Error(`Neon Auth refused the demo account: ${response.status} ${body.slice(0, 200)}`)
}
