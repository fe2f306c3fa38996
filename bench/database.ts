import { startLocalNeon, type LocalNeon } from 'local-neon'
import { busyAuthor, generatePosts, rareWord } from '../scripts/support/bulk-posts'
import { migrateDatabase } from '../scripts/support/database'
import { addDemoAccount, demoAccount } from '../scripts/support/sample-data'

/** Posts on a page of the app, which is how many the small database has published. */
const pageSize = 10

/** A local Neon in memory with posts, some of them the demo account's. */
export interface Database {
  neon: LocalNeon
  /** The query of the app's thousandth page of posts; empty when there are no such pages. */
  farPage: string
}

/**
 * Starts a database.
 *
 * @param count how many posts; every tenth is a draft, so 11 are a page of ten
 */
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
    // The tenth of the posts that one author has, at most 10,000, becomes the reader's.
    await neon.pool.query(
      `UPDATE posts SET user_id = (SELECT id::text FROM neon_auth."user" WHERE email = $1)
       WHERE user_id = $2`,
      [demoAccount.email, busyAuthor],
    )
    // One that holds the rare word is there in every database, so that the search finds something.
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

/** Where the thousandth page begins, in the words of the app's own links. */
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
