import 'server-only'
import { desc, eq } from 'drizzle-orm'
import { read } from './db/read'
import { posts } from './db/schema'

/** A published post as a reader sees it. */
export interface PublishedPost {
  id: number
  content: string
  publishedAt: Date
}

/**
 * The newest published posts, newest first. One statement; drafts are never among them. May come from
 * a replica.
 *
 * @param limit how many at the most
 * @throws when the database cannot be reached within five seconds
 */
export function listPublishedPosts(limit = 10): Promise<PublishedPost[]> {
  return read(
    (database) =>
      database
        .select({ id: posts.id, content: posts.content, publishedAt: posts.publishedAt })
        .from(posts)
        .where(eq(posts.isPublished, true))
        .orderBy(desc(posts.publishedAt), desc(posts.id))
        .limit(limit),
    { mayLag: true },
  )
}
