import 'server-only'
import { createHash } from 'node:crypto'
import { and, eq, or, sql } from 'drizzle-orm'
import { db } from '../db/client'
import { postAllowances, posts } from '../db/schema'
import { readOwnPost, versionOf } from './one'

/** How many posts an author may write within any hour. */
export const postsPerHour = 30

export interface NewPost {
  content: string
  publish: boolean
  /** The form's id; the same content with the same key makes no second post. */
  key: string
}

export type CreateResult = { status: 'created'; id: number } | { status: 'limited' }

/**
 * Writes a post, unless its author has written too many in the past hour. One statement.
 *
 * The update locks the author's row in `post_allowances` and rechecks it under the lock, so exactly the
 * allowed number of parallel requests pass. A post sent twice is made once; if the second time publishes it,
 * it's published.
 *
 * @param userId the author
 * @param post content already checked by `postContent`
 */
export async function createPost(
  userId: string,
  { content, publish, key }: NewPost,
): Promise<CreateResult> {
  const submission = createHash('sha256').update(`${key}\n${content}`).digest('hex')
  const isRepeated = sql`exists (
    select from ${posts} where ${posts.userId} = ${userId} and ${posts.submission} = ${submission}
  )`
  const written = postAllowances.writtenAt
  const allowance = db.$with('allowance', { userId: postAllowances.userId }).as(sql`
    insert into ${postAllowances} (user_id, written_at) values (${userId}, array[now()])
    on conflict (user_id) do update set written_at = case
      when ${isRepeated} then ${written}
      else (${written} || now())[greatest(1, cardinality(${written}) + 2 - ${postsPerHour}::int):]
    end
    where ${isRepeated}
      or cardinality(${written}) < ${postsPerHour}::int
      or ${written}[cardinality(${written}) + 1 - ${postsPerHour}::int] < now() - interval '1 hour'
    returning user_id`)
  const created = db.$with('created', { id: posts.id }).as(sql`
    insert into ${posts} (user_id, content, is_published, submission)
    select allowance.user_id, ${content}::text, ${publish}::boolean, ${submission}::text
    from allowance
    on conflict (user_id, submission) do update set
      is_published = ${posts.isPublished} or excluded.is_published,
      published_at = case
        when excluded.is_published and not ${posts.isPublished} then now()
        else ${posts.publishedAt}
      end
    returning id`)
  const [row] = await db.with(allowance, created).select({ id: created.id }).from(created)
  return row ? { status: 'created', id: row.id } : { status: 'limited' }
}

export interface PostChange {
  content: string
  /** Whether to publish it too; published posts stay published. */
  publish: boolean
  /** The version the author started from, `EditablePost.version`. */
  base: string
}

export type UpdateResult =
  | { status: 'saved' }
  | { status: 'not-found' }
  /** Someone, perhaps the author in another tab, has saved a different text meanwhile. */
  | { status: 'conflict'; content: string; version: string }

/**
 * Changes an author's own post, if it's still what they started from. One statement; if it fails, another one
 * finds out why.
 *
 * @param change content already checked by `postContent`
 */
export async function updatePost(
  id: number,
  userId: string,
  { content, publish, base }: PostChange,
): Promise<UpdateResult> {
  const version = sql`encode(sha256(convert_to(${posts.content}, 'UTF8')), 'hex')`
  const saved = await db
    .update(posts)
    .set({ content, ...(publish && published) })
    .where(
      and(
        eq(posts.id, id),
        eq(posts.userId, userId),
        // The same change sent twice isn't a conflict.
        or(sql`${version} = ${base}`, eq(posts.content, content)),
      ),
    )
    .returning({ id: posts.id })
  if (saved.length > 0) return { status: 'saved' }

  const current = await readOwnPost(id, userId)
  return current
    ? { status: 'conflict', content: current.content, version: versionOf(current.content) }
    : { status: 'not-found' }
}

/** Publishes; already published posts keep their place. */
const published = {
  isPublished: true,
  publishedAt: sql`case when ${posts.isPublished} then ${posts.publishedAt} else now() end`,
}

/**
 * Publishes an author's own post, which puts it at the top of the list, or unpublishes it. One statement;
 * repeating it changes nothing more.
 *
 * @returns false when there is no such post or it is someone else's
 */
export async function setPostPublished(
  id: number,
  userId: string,
  publish: boolean,
): Promise<boolean> {
  const changed = await db
    .update(posts)
    .set(publish ? published : { isPublished: false })
    .where(and(eq(posts.id, id), eq(posts.userId, userId)))
    .returning({ id: posts.id })
  return changed.length > 0
}

/**
 * Deletes an author's own post. One statement.
 *
 * @returns false if there is no such post (any more) or it's someone else's
 */
export async function deletePost(id: number, userId: string): Promise<boolean> {
  const deleted = await db
    .delete(posts)
    .where(and(eq(posts.id, id), eq(posts.userId, userId)))
    .returning({ id: posts.id })
  return deleted.length > 0
}
