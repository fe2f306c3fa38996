import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  timestamp,
} from 'drizzle-orm/pg-core'

/** Greatest length of a post, in code points; the database holds it too. */
export const maxPostLength = 5000

/** What people write. The columns of Neon's guide, and when a post was published. */
export const posts = pgTable(
  'posts',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** Id of the author in Neon Auth, `neon_auth.user.id`. */
    userId: text('user_id').notNull(),
    content: text('content').notNull(),
    isPublished: boolean('is_published').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    /** When it was last published; means nothing while `is_published` is false. */
    publishedAt: timestamp('published_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    check('posts_content_length', sql`char_length(${table.content}) between 1 and 5000`),
    // Serves the list of published posts, read backwards: newest first.
    index('posts_published_newest')
      .on(table.publishedAt, table.id)
      .where(sql`${table.isPublished}`),
  ],
)

/** How often something was tried lately: see `lib/rate-limit`. Kept in Postgres, shared by all servers. */
export const rateLimits = pgTable(
  'rate_limits',
  {
    /** What is limited and for whom, hashed: neither addresses nor accounts can be read from it. */
    key: text('key').primaryKey(),
    hits: integer('hits').notNull(),
    /** When counting begins anew. */
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  },
  (table) => [index('rate_limits_expires_at').on(table.expiresAt)],
)
