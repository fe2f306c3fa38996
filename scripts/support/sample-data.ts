import type pg from 'pg'
import { guideAuthor, sampleAuthors, samplePosts } from './sample-posts'

/** The account in a fresh local database. */
export const demoAccount = {
  name: 'Demo Reader',
  email: 'demo@example.com',
  password: 'correct horse battery',
}

/** Newest last: the list shows them in reverse. */
const guidePosts = [
  { content: 'Hello from Neon', isPublished: true },
  { content: 'Welcome to your new backend', isPublished: true },
  {
    content: 'This draft is hidden — flip is_published to true in the SQL editor to see it appear',
    isPublished: false,
  },
]

/**
 * Adds missing posts of Neon's guide; a second run changes nothing.
 *
 * @returns how many were added
 */
export async function addGuidePosts(pool: pg.Pool): Promise<number> {
  const result = await pool.query(
    `INSERT INTO posts (user_id, content, is_published, created_at, published_at)
     SELECT $1, sample.content, sample.is_published, sample.at, sample.at
     FROM (
       SELECT content, is_published, now() - make_interval(days => 5, mins => 60 - 10 * ordinality::int) AS at
       FROM unnest($2::text[], $3::boolean[]) WITH ORDINALITY AS s (content, is_published, ordinality)
     ) AS sample
     WHERE NOT EXISTS (
       SELECT FROM posts WHERE posts.user_id = $1 AND posts.content = sample.content
     )`,
    [
      guideAuthor.id,
      guidePosts.map((post) => post.content),
      guidePosts.map((post) => post.isPublished),
    ],
  )
  return result.rowCount ?? 0
}

/**
 * Adds missing authors and their posts, and gives the guide its name. Not for a database that others can
 * reach: Neon Auth didn't make these accounts.
 *
 * @returns how many posts were added
 */
export async function addSampleAuthors(pool: pg.Pool): Promise<number> {
  const authors = [guideAuthor, ...sampleAuthors]
  await pool.query(
    `INSERT INTO neon_auth."user" (id, name, email, "emailVerified", image, "createdAt", "updatedAt")
     SELECT id::uuid, name, replace(lower(name), ' ', '.') || '@example.invalid', true, image, at, at
     FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS author (id, name, image, place),
       LATERAL (SELECT now() - make_interval(days => 200 - place::int) AS at) AS joined
     ON CONFLICT DO NOTHING`,
    [authors.map(({ id }) => id), authors.map(({ name }) => name), authors.map((one) => one.image)],
  )
  await pool.query(
    `INSERT INTO profiles (user_id, tagline)
     SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`,
    [authors.map(({ id }) => id), authors.map(({ tagline }) => tagline)],
  )
  const result = await pool.query(
    `INSERT INTO posts (user_id, content, is_published, created_at, published_at)
     SELECT author, content, true, at, at
     FROM unnest($1::text[], $2::text[], $3::int[]) AS sample (author, content, age),
       LATERAL (SELECT now() - make_interval(hours => age) AS at) AS time
     WHERE NOT EXISTS (
       SELECT FROM posts WHERE posts.user_id = author AND posts.content = sample.content
     )`,
    [
      samplePosts.map(({ author }) => author.id),
      samplePosts.map(({ content }) => content),
      samplePosts.map(({ age }) => age),
    ],
  )
  return result.rowCount ?? 0
}

/**
 * Signs the demo account up with Neon Auth; leaves an existing one alone.
 *
 * @param authUrl base URL of Neon Auth
 * @param origin an origin Neon Auth trusts
 * @returns whether the account was made
 * @throws if Neon Auth refuses for another reason
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
