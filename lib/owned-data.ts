import 'server-only'
import { desc, eq } from 'drizzle-orm'
import { db } from './db/client'
import { read } from './db/read'
import { posts } from './db/schema'

/** Everything of ours that belongs to a person, as they may take it with them. */
export interface OwnedData {
  posts: {
    id: number
    content: string
    isPublished: boolean
    createdAt: Date
    publishedAt: Date | null
  }[]
}

/** Everything that a person owns in our tables. A new table with an owner has to be named here too. */
export async function readOwnedData(userId: string): Promise<OwnedData> {
  const rows = await read(() =>
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
  )
  return {
    posts: rows.map((post) => ({
      ...post,
      publishedAt: post.isPublished ? post.publishedAt : null,
    })),
  }
}

/** Removes everything that a person owns in our tables. Doing it twice harms nothing. */
export async function deleteOwnedData(userId: string): Promise<void> {
  await read(() => db.delete(posts).where(eq(posts.userId, userId)))
}
