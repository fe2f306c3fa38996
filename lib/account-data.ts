import 'server-only'
import { desc, eq, sql } from 'drizzle-orm'
import { db } from './db/client'
import { read } from './db/read'
import { postAllowances, posts, profiles, userMessages } from './db/schema'
import { retry } from './db/retry'
import { readTagline } from './profiles'
import { readQuote } from './quotes'
import { describeError, log } from './server/log'

/** Everything the app itself keeps about a person, as plain JSON. */
export interface AccountData {
  tagline: string | null
  quote: string | null
  posts: {
    id: number
    content: string
    isPublished: boolean
    /** ISO 8601. */
    createdAt: string
    /** ISO 8601; null for a draft. */
    publishedAt: string | null
  }[]
}

/**
 * A person's own data to download: posts and drafts, newest first, tagline and quote. Three statements at
 * once.
 *
 * @throws when the database cannot be reached within five seconds
 */
export async function exportDataOf(userId: string): Promise<AccountData> {
  const [rows, tagline, quote] = await Promise.all([
    read(() =>
      db
        .select({
          id: posts.id,
          content: posts.content,
          isPublished: posts.isPublished,
          createdAt: posts.createdAt,
          publishedAt: posts.publishedAt,
        })
        .from(posts)
        .where(eq(posts.userId, userId))
        .orderBy(desc(posts.createdAt), desc(posts.id)),
    ),
    readTagline(userId),
    readQuote(userId),
  ])
  return {
    tagline: tagline || null,
    quote: quote ?? null,
    posts: rows.map(({ createdAt, publishedAt, ...post }) => ({
      ...post,
      createdAt: createdAt.toISOString(),
      publishedAt: post.isPublished ? publishedAt.toISOString() : null,
    })),
  }
}

/**
 * Deletes everything the app itself keeps about a person: posts, drafts, tagline and quote. One statement, so
 * all or nothing; safe to repeat.
 *
 * @returns how many posts there were
 */
export async function deleteDataOf(userId: string): Promise<number> {
  const quote = db.$with('quote').as(db.delete(userMessages).where(eq(userMessages.userId, userId)))
  const profile = db.$with('profile').as(db.delete(profiles).where(eq(profiles.userId, userId)))
  const allowance = db
    .$with('allowance')
    .as(db.delete(postAllowances).where(eq(postAllowances.userId, userId)))
  const deleted = db
    .$with('deleted')
    .as(db.delete(posts).where(eq(posts.userId, userId)).returning({ id: posts.id }))
  const [row] = await db
    .with(quote, profile, allowance, deleted)
    .select({ count: sql<number>`count(*)::int` })
    .from(deleted)
  return row?.count ?? 0
}

/**
 * Deletes what the app keeps about someone whose account was just deleted. It never fails: the log says
 * what's left.
 */
export async function deleteDataLeftBy(userId: string): Promise<void> {
  try {
    await retry(() => deleteDataOf(userId))
  } catch (error) {
    // Nobody is left to try again: an operator has to.
    log('error', 'account.rows-left', { userId, reason: describeError(error) })
  }
}
