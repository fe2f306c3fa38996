import 'server-only'
import { and, desc, eq, sql } from 'drizzle-orm'
import { isUser, users } from '../db/neon-auth'
import { read } from '../db/read'
import { posts } from '../db/schema'

/** A whole published post, for a feed. */
export interface FeedPost {
  id: number
  authorId: string
  name: string | null
  content: string
  publishedAt: Date
}

/** How many posts a feed holds. */
const feedSize = 20

/** How many URLs a sitemap holds; 50,000 are allowed. */
const sitemapSize = 5000

/**
 * The newest published posts, whole. One statement. May come from a replica.
 *
 * @param authorId whose; by default everyone's
 * @throws when the database cannot be reached within five seconds
 */
export async function listFeedPosts(authorId?: string): Promise<FeedPost[]> {
  return read(
    (database) =>
      database
        .select({
          id: posts.id,
          authorId: posts.userId,
          name: users.name,
          content: posts.content,
          publishedAt: posts.publishedAt,
        })
        .from(posts)
        .leftJoin(users, isUser(posts.userId))
        .where(
          and(
            eq(posts.isPublished, true),
            authorId === undefined ? undefined : eq(posts.userId, authorId),
          ),
        )
        .orderBy(desc(posts.publishedAt), desc(posts.id))
        .limit(feedSize),
    { mayLag: true },
  )
}

/**
 * What a sitemap needs to know about the newest published posts. One statement. May come from a replica.
 *
 * @throws when the database cannot be reached within five seconds
 */
export async function listPublicAddresses(): Promise<
  { id: number; authorId: string; isKnown: boolean; publishedAt: Date }[]
> {
  return read(
    (database) =>
      database
        .select({
          id: posts.id,
          authorId: posts.userId,
          isKnown: sql<boolean>`${users.id} is not null`,
          publishedAt: posts.publishedAt,
        })
        .from(posts)
        .leftJoin(users, isUser(posts.userId))
        .where(eq(posts.isPublished, true))
        .orderBy(desc(posts.publishedAt), desc(posts.id))
        .limit(sitemapSize),
    { mayLag: true },
  )
}
