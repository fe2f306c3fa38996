import 'server-only'
import { createHash } from 'node:crypto'
import { and, eq, or } from 'drizzle-orm'
import { cache } from 'react'
import { db } from '../db/client'
import { isUser, users } from '../db/neon-auth'
import { read } from '../db/read'
import { posts, profiles } from '../db/schema'
import type { Author } from './list'

/** One published post, in full. */
export interface PublicPost extends Author {
  id: number
  content: string
  publishedAt: Date
}

/** One post, as its author or another reader sees it. */
export interface Post extends PublicPost {
  isPublished: boolean
  createdAt: Date
  /** Whether the viewer wrote it. */
  isOwn: boolean
}

/** The statement behind `readPost` and, without a viewer, `readPublicPost`. */
export function postQuery(id: number, viewerId?: string) {
  return db
    .select({
      id: posts.id,
      authorId: posts.userId,
      content: posts.content,
      isPublished: posts.isPublished,
      createdAt: posts.createdAt,
      publishedAt: posts.publishedAt,
      name: users.name,
      image: users.image,
      tagline: profiles.tagline,
    })
    .from(posts)
    .leftJoin(users, isUser(posts.userId))
    .leftJoin(profiles, eq(profiles.userId, posts.userId))
    .where(
      and(
        eq(posts.id, id),
        viewerId === undefined
          ? eq(posts.isPublished, true)
          : or(eq(posts.isPublished, true), eq(posts.userId, viewerId)),
      ),
    )
}

/**
 * A post that someone may see: a published one, or their own. One statement per request, however often it's
 * called.
 *
 * @returns undefined for an unknown id and for someone else's draft alike
 * @throws when the database cannot be reached within five seconds
 */
export const readPost = cache(async (id: number, viewerId: string): Promise<Post | undefined> => {
  const [row] = await read(() => postQuery(id, viewerId))
  return row && { ...row, isOwn: row.authorId === viewerId }
})

/**
 * A published post, for everyone. One statement per request, however often it's called. Never from a replica:
 * an unpublished post is gone at once.
 *
 * @returns undefined for an unknown id and for a draft alike
 * @throws when the database cannot be reached within five seconds
 */
export const readPublicPost = cache(async (id: number): Promise<PublicPost | undefined> => {
  const [row] = await read(() => postQuery(id))
  return row
})

/** What an author edits. */
export interface EditablePost {
  id: number
  content: string
  isPublished: boolean
  /** Names this version of the content, for `updatePost`. */
  version: string
}

/**
 * A post for its author to edit. One statement.
 *
 * @returns undefined if there is none with this id or it's someone else's
 * @throws when the database cannot be reached within five seconds
 */
export async function readOwnPost(id: number, userId: string): Promise<EditablePost | undefined> {
  const [row] = await read(() =>
    db
      .select({ id: posts.id, content: posts.content, isPublished: posts.isPublished })
      .from(posts)
      .where(and(eq(posts.id, id), eq(posts.userId, userId))),
  )
  return row && { ...row, version: versionOf(row.content) }
}

/** A content's version: its SHA-256. A counter would miss changes made by hand in the SQL editor. */
export function versionOf(content: string): string {
  return createHash('sha256').update(content).digest('hex')
}
