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

/** Maximum length of a post, in code points; the database enforces it too. */
export const maxPostLength = 5000

/** Maximum length of a quote, in code points; the database enforces it too. */
export const maxQuoteLength = 280

/** Maximum length of a tagline, in code points; the database enforces it too. */
export const maxTaglineLength = 120

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

/** What people write: the columns of Neon's guide, and the app's own. */
export const posts = pgTable(
  'posts',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** The author's id in Neon Auth, `neon_auth.user.id`. */
    userId: text('user_id').notNull(),
    content: text('content').notNull(),
    isPublished: boolean('is_published').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    /** When it was last published; meaningless while `is_published` is false. */
    publishedAt: timestamp('published_at', { withTimezone: true }).notNull().defaultNow(),
    /** Tells a submission from its repetition; null for rows made another way. */
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
    // Serves an author's public posts, newest first.
    index('posts_author_published')
      .on(table.userId, table.publishedAt, table.id)
      .where(sql`${table.isPublished}`),
    // Serve the author's own lists, read backwards: all posts, and just drafts.
    index('posts_author_newest').on(table.userId, table.createdAt, table.id),
    index('posts_author_drafts')
      .on(table.userId, table.createdAt, table.id)
      .where(sql`not ${table.isPublished}`),
    uniqueIndex('posts_submission').on(table.userId, table.submission),
  ],
)

/** When each author wrote their latest posts, for the hourly limit. */
export const postAllowances = pgTable('post_allowances', {
  userId: text('user_id').primaryKey(),
  /** The latest times, oldest first; never more than the limit allows. */
  writtenAt: timestamp('written_at', { withTimezone: true }).array().notNull(),
})

/** What people say about themselves, besides what Neon Auth keeps. */
export const profiles = pgTable(
  'profiles',
  {
    userId: text('user_id').primaryKey(),
    /** Shown publicly under their name. */
    tagline: text('tagline').notNull(),
  },
  (table) => [
    check('profiles_tagline_length', sql`char_length(${table.tagline}) between 1 and 120`),
  ],
)

/** One private favourite quote per person, with the names of Neon's example app. */
export const userMessages = pgTable(
  'user_messages',
  {
    userId: text('user_id').primaryKey(),
    /** When it was last saved. */
    createTs: timestamp('create_ts', { withTimezone: true }).notNull().defaultNow(),
    message: text('message').notNull(),
  },
  (table) => [
    check('user_messages_message_length', sql`char_length(${table.message}) between 1 and 280`),
  ],
)

/** How often something was tried lately: see `lib/rate-limit`. Shared by all servers through Postgres. */
export const rateLimits = pgTable(
  'rate_limits',
  {
    /** What is limited and for whom, hashed: it reveals neither addresses nor accounts. */
    key: text('key').primaryKey(),
    hits: integer('hits').notNull(),
    /** When counting restarts. */
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  },
  (table) => [index('rate_limits_expires_at').on(table.expiresAt)],
)
