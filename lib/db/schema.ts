import { sql, type SQL } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core'

/** Greatest length of a post, in code points; the database holds it too. */
export const maxPostLength = 5000

/** Greatest length of a quote, in code points; the database holds it too. */
export const maxQuoteLength = 280

/** Greatest length of a tagline, in code points; the database holds it too. */
export const maxTaglineLength = 120

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

/** What people write. The columns of Neon's guide, and what the app adds to them. */
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
    /** Tells one submission from a repetition of it; null for rows that came another way. */
    submission: text('submission'),
    /** The words of the content, for search. */
    search: tsvector('search').generatedAlwaysAs(
      (): SQL => sql`to_tsvector('english', ${posts.content})`,
    ),
  },
  (table) => [
    check('posts_content_length', sql`char_length(${table.content}) between 1 and 5000`),
    // Serves the list of published posts, read backwards: newest first.
    index('posts_published_newest')
      .on(table.publishedAt, table.id)
      .where(sql`${table.isPublished}`),
    index('posts_published_search')
      .using('gin', table.search)
      .where(sql`${table.isPublished}`),
    // Serves what everybody sees of one author, newest first.
    index('posts_author_published')
      .on(table.userId, table.publishedAt, table.id)
      .where(sql`${table.isPublished}`),
    // Serve the author's own lists, read backwards: all, and drafts alone.
    index('posts_author_newest').on(table.userId, table.createdAt, table.id),
    index('posts_author_drafts')
      .on(table.userId, table.createdAt, table.id)
      .where(sql`not ${table.isPublished}`),
    uniqueIndex('posts_submission').on(table.userId, table.submission),
  ],
)

/** When each author wrote their last posts, for the limit of posts per hour. */
export const postAllowances = pgTable('post_allowances', {
  userId: text('user_id').primaryKey(),
  /** The newest times, oldest first; never more of them than the limit allows posts. */
  writtenAt: timestamp('written_at', { withTimezone: true }).array().notNull(),
})

/** What people say about themselves, beside what Neon Auth keeps of them. */
export const profiles = pgTable(
  'profiles',
  {
    userId: text('user_id').primaryKey(),
    /** Stands under their name, for everybody to see. */
    tagline: text('tagline').notNull(),
  },
  (table) => [
    check('profiles_tagline_length', sql`char_length(${table.tagline}) between 1 and 120`),
  ],
)

/** One favourite quote a person, for their eyes alone, under the names of Neon's example app. */
export const userMessages = pgTable(
  'user_messages',
  {
    userId: text('user_id').primaryKey(),
    /** When it was saved last. */
    createTs: timestamp('create_ts', { withTimezone: true }).notNull().defaultNow(),
    message: text('message').notNull(),
  },
  (table) => [
    check('user_messages_message_length', sql`char_length(${table.message}) between 1 and 280`),
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
