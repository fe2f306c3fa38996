import { bigint, boolean, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** The app's table: the columns from Neon's guide, and the one the app sorts by. */
export const posts = pgTable('posts', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  userId: text('user_id').notNull(),
  content: text('content').notNull(),
  isPublished: boolean('is_published').notNull().default(false),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  publishedAt: timestamp('published_at', { withTimezone: true }).notNull().defaultNow(),
})
