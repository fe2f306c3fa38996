import type pg from 'pg'

/** A word in half of the generated posts, and one in a single post in 20,000. */
export const commonWord = 'river'
export const rareWord = 'zymurgy'

/** The author of a tenth of the posts, at most 10,000. */
export const busyAuthor = '00000000-0000-4000-8000-000000000000'

const sentences = [
  'The morning paper lay folded by the window.',
  'A letter came from the garden by the sea.',
  'Summer ended on the old bridge.',
  'We carried the lantern to the market and back.',
  'Silver light fell on the winter harbor.',
  'Nobody remembers who planted the orchard.',
  'Thunder rolled over the meadow twice.',
  'She wrote it down before she could forget.',
  'The feather weighed nothing, the anchor everything.',
  'There is always one more page.',
]

/** How many posts one statement inserts. */
const batch = 10_000

/**
 * Fills a database with posts by many authors, all with names and half with taglines, one of them with many
 * posts; half of the posts have `commonWord`, very few `rareWord`; one in ten is a draft; several share a
 * publishing time.
 *
 * @param counts how many posts and authors
 * @param onProgress gets the number of posts so far
 */
export async function generatePosts(
  pool: pg.Pool,
  counts: { posts: number; authors: number },
  onProgress: (done: number) => void = () => {},
): Promise<void> {
  await pool.query(
    `INSERT INTO neon_auth."user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
     SELECT ${authorId('n')}, 'Author ' || n, 'author-' || n || '@example.invalid', true, now(), now()
     FROM generate_series(0, $1::int - 1) AS n
     ON CONFLICT DO NOTHING`,
    [counts.authors],
  )
  await pool.query(
    `INSERT INTO profiles (user_id, tagline)
     SELECT ${authorId('n')}::text, 'Tagline ' || n FROM generate_series(0, $1::int - 1, 2) AS n
     ON CONFLICT DO NOTHING`,
    [counts.authors],
  )
  const busyPosts = Math.min(10_000, Math.floor(counts.posts / 10))
  for (let done = 0; done < counts.posts; done += batch) {
    await pool.query(
      `INSERT INTO posts (user_id, content, is_published, created_at, published_at)
       SELECT
         CASE WHEN n <= $3::int THEN $5 ELSE (${authorId('(n % $4::int)')})::text END,
         'Post ' || n || ': ' ||
           CASE WHEN n % 2 = 0 THEN '${commonWord} ' ELSE '' END ||
           CASE WHEN n % 20000 = 7 THEN '${rareWord} ' ELSE '' END ||
           s[1 + n % 10] || ' ' || s[1 + n / 10 % 10] || ' ' || s[1 + n / 100 % 10],
         n % 10 <> 0,
         now() - make_interval(secs => n / 3),
         now() - make_interval(secs => n / 3)
       FROM generate_series($1::int, $2::int) AS n, (SELECT $6::text[]) AS sentences (s)`,
      [
        done + 1,
        Math.min(done + batch, counts.posts),
        busyPosts,
        counts.authors,
        busyAuthor,
        sentences,
      ],
    )
    onProgress(Math.min(done + batch, counts.posts))
  }
  for (const table of ['posts', 'profiles', 'neon_auth."user"']) {
    await pool.query(`VACUUM (ANALYZE) ${table}`)
  }
}

/** SQL for the nth author's id; the first is `busyAuthor`. */
function authorId(n: string): string {
  return `('00000000-0000-4000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`
}
