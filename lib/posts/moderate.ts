import 'server-only'
import { and, eq } from 'drizzle-orm'
import { db } from '../db/client'
import { posts } from '../db/schema'

/**
 * Unpublishes or deletes anyone's published post, for admins. Drafts belong to their authors and stay as they
 * are. One statement; repeating it changes nothing more.
 *
 * @returns the author's id; undefined if there is no such published post (any more)
 */
export async function moderatePost(
  id: number,
  what: 'unpublish' | 'delete',
): Promise<string | undefined> {
  const one = and(eq(posts.id, id), eq(posts.isPublished, true))
  const author = { userId: posts.userId }
  const [row] =
    what === 'delete'
      ? await db.delete(posts).where(one).returning(author)
      : await db.update(posts).set({ isPublished: false }).where(one).returning(author)
  return row?.userId
}
