import { startLocalNeon, type LocalNeon } from 'local-neon'
import { busyAuthor, generatePosts, rareWord } from '../scripts/support/bulk-posts'
import { migrateDatabase } from '../scripts/support/database'
import { addDemoAccount, demoAccount } from '../scripts/support/sample-data'

/** Posts per page of the app, and in the small database. */
const pageSize = 10

/** A local Neon in memory with posts, some by the demo account. */
export interface Database {
  neon: LocalNeon
  /** The query for the app's thousandth page of posts; empty if there is none. */
  farPage: string
}

/** @param count how many posts; every tenth is a draft, so 11 fill a page of ten */
export async function openDatabase(count = pageSize + 1): Promise<Database> {
  const neon = await startLocalNeon({
    data: 'memory',
    rateLimit: false,
    prepare: async ({ pool }) => {
      await migrateDatabase(pool)
      const authors = Math.max(pageSize, Math.min(10_000, Math.round(count / 100)))
      await generatePosts(pool, { posts: count, authors })
    },
  })
  try {
    await addDemoAccount(neon.authUrl, 'http://localhost:3000')
    // A tenth of one author's posts, at most 10,000, become the reader's.
    await neon.pool.query(
      `UPDATE posts SET user_id = (SELECT id::text FROM neon_auth."user" WHERE email = $1)
       WHERE user_id = $2`,
      [demoAccount.email, busyAuthor],
    )
    // Their own list fills a page in every database.
    await neon.pool.query(
      `INSERT INTO posts (user_id, content, created_at)
       SELECT u.id::text, 'Draft ' || n, now() - interval '1 year'
       FROM neon_auth."user" u, generate_series(1, $2::int) n
       WHERE u.email = $1`,
      [demoAccount.email, pageSize],
    )
    // Every database has one with the rare word, so the search finds something.
    await neon.pool.query(`UPDATE posts SET content = content || $1::text WHERE id = 2`, [
      ` ${rareWord}`,
    ])
    await neon.pool.query('VACUUM (ANALYZE) posts')
    return { neon, farPage: await findFarPage(neon) }
  } catch (error) {
    await neon.stop()
    throw error
  }
}

/** Where the thousandth page starts, as the app's own links say it. */
async function findFarPage(neon: LocalNeon): Promise<string> {
  const { rows } = await neon.pool.query<{ micros: string; id: string }>(
    `SELECT (extract(epoch FROM published_at) * 1000000)::bigint::text AS micros, id::text
     FROM posts WHERE is_published ORDER BY published_at DESC, id DESC
     OFFSET $1 LIMIT 1`,
    [999 * pageSize - 1],
  )
  const [last] = rows
  return last ? `?older=${last.micros}-${last.id}` : ''
}
