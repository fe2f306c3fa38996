import 'server-only'
import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { db } from '../db/client'
import { isUser, users } from '../db/neon-auth'
import type { Database } from '../db/database'
import { read } from '../db/read'
import { posts, profiles } from '../db/schema'
import { beyond, direction, microseconds, toPage, type Page, type PageRequest } from './cursor'

/** How many posts a page shows. */
export const pageSize = 10

/** How much of a post a list shows, in code points; its page has the rest. */
export const excerptLength = 400

/** What `ts_headline` puts around a match: control characters, which none of our posts have. */
export const markStart = '\u0002'
export const markEnd = '\u0003'

/** Who wrote a post. */
export interface Author {
  /** Id in Neon Auth. */
  authorId: string
  /** Null if Neon Auth doesn't know them (any more). */
  name: string | null
  /** A picture's URL, as the author gave it. */
  image: string | null
  /** A line about themselves. */
  tagline: string | null
}

/** A published post in a list. */
export interface PublishedPost extends Author {
  id: number
  /** The post's beginning; in a search, the passages around the marked matches. */
  excerpt: string
  /** How the post begins, even in a search. */
  beginning: string
  /** Whether the post says more than the excerpt. */
  isCut: boolean
  publishedAt: Date
}

export interface PublishedRequest extends PageRequest {
  /** Words to look for, as people write them in a search field (`websearch_to_tsquery`). */
  search?: string
  /** Only this author's posts. */
  authorId?: string
  limit?: number
}

/**
 * How many matches of a search are sorted. Postgres knows how many posts have a common word, but assumes that
 * one in 200 has any rare word: to find ten, it would scan the newest posts, possibly in vain. Asked for more
 * than that, it uses the index, and a common word still costs no more than this many rows. With a million posts
 * 500 are enough and 200 aren't; it takes more for more posts.
 *
 * @see https://github.com/postgres/postgres/blob/master/src/backend/tsearch/ts_selfuncs.c
 */
const searchDepth = 2000

/**
 * The statement behind `listPublishedPosts`. It takes the page before joining the authors, so they cost one
 * lookup per row.
 */
export function publishedPostsQuery(
  { search, authorId, limit = pageSize, ...request }: PublishedRequest,
  database: Database = db,
) {
  const query = sql`websearch_to_tsquery('english', ${search ?? ''})`
  const found = database
    .select({
      id: posts.id,
      userId: posts.userId,
      content: posts.content,
      publishedAt: posts.publishedAt,
    })
    .from(posts)
    .where(
      and(
        eq(posts.isPublished, true),
        authorId === undefined ? undefined : eq(posts.userId, authorId),
        beyond({ at: posts.publishedAt, id: posts.id }, request),
        search === undefined ? undefined : sql`${posts.search} @@ ${query}`,
      ),
    )
    .orderBy(...direction({ at: posts.publishedAt, id: posts.id }, request))
    .limit(search === undefined ? limit + 1 : searchDepth)
    .as('found')
  const page = database
    .select({
      id: found.id,
      userId: found.userId,
      content: found.content,
      publishedAt: found.publishedAt,
    })
    .from(found)
    // In a search, sort by both as one value, which no index has. Otherwise, Postgres sees that it could stop
    // after a page, and scans the newest posts after all.
    .orderBy(
      ...(search === undefined
        ? direction({ at: found.publishedAt, id: found.id }, request)
        : [(request.newer ? asc : desc)(sql`row(${found.publishedAt}, ${found.id})`)]),
    )
    .limit(limit + 1)
    .as('page')

  const marks = `StartSel=${markStart}, StopSel=${markEnd}`
  const isCut = sql<boolean>`char_length(${page.content}) > ${excerptLength}::int`
  // A short post in full; of a long one, the passages around the matches.
  const headline = sql`case
    when ${isCut} then ${`${marks}, MaxFragments=3, MinWords=12, MaxWords=36, FragmentDelimiter=" … "`}
    else ${`${marks}, HighlightAll=true`}
  end`
  return database
    .select({
      id: page.id,
      authorId: page.userId,
      beginning: sql<string>`left(${page.content}, 160)`,
      excerpt:
        search === undefined
          ? sql<string>`left(${page.content}, ${excerptLength}::int)`
          : sql<string>`ts_headline('english', ${page.content}, ${query}, ${headline})`,
      isCut,
      publishedAt: page.publishedAt,
      micros: microseconds(page.publishedAt),
      name: users.name,
      image: users.image,
      tagline: profiles.tagline,
    })
    .from(page)
    .leftJoin(users, isUser(page.userId))
    .leftJoin(profiles, eq(profiles.userId, page.userId))
    .orderBy(...direction({ at: page.publishedAt, id: page.id }, request))
}

/**
 * Published posts with their authors, newest published first, a page at a time. One statement, which never
 * returns drafts. May come from a replica.
 *
 * @throws when the database cannot be reached within five seconds
 */
export async function listPublishedPosts(
  request: PublishedRequest = {},
): Promise<Page<PublishedPost>> {
  const found = await read((database) => publishedPostsQuery(request, database), { mayLag: true })
  return toPage(found, request.limit ?? pageSize, request)
}

/** How much of a post the author's own list shows, in code points. */
const ownExcerptLength = 200

/** A post in the author's own list. */
export interface OwnPost {
  id: number
  /** The post's beginning. */
  excerpt: string
  /** Whether the post says more than that. */
  isCut: boolean
  isPublished: boolean
  createdAt: Date
  publishedAt: Date
}

export interface OwnRequest extends PageRequest {
  limit?: number
  /** Only drafts. */
  draftsOnly?: boolean
}

/** The statement behind `listOwnPosts`. */
export function ownPostsQuery(
  userId: string,
  { limit = pageSize, draftsOnly = false, ...request }: OwnRequest,
) {
  const order = { at: posts.createdAt, id: posts.id }
  return db
    .select({
      id: posts.id,
      excerpt: sql<string>`left(${posts.content}, ${ownExcerptLength}::int)`,
      isCut: sql<boolean>`char_length(${posts.content}) > ${ownExcerptLength}::int`,
      isPublished: posts.isPublished,
      createdAt: posts.createdAt,
      publishedAt: posts.publishedAt,
      micros: microseconds(posts.createdAt),
    })
    .from(posts)
    .where(
      and(
        eq(posts.userId, userId),
        draftsOnly ? sql`not ${posts.isPublished}` : undefined,
        beyond(order, request),
      ),
    )
    .orderBy(...direction(order, request))
    .limit(limit + 1)
}

/**
 * Someone's own posts, drafts too, newest first, a page at a time. One statement.
 *
 * @param userId whose
 * @throws when the database cannot be reached within five seconds
 */
export async function listOwnPosts(
  userId: string,
  request: OwnRequest = {},
): Promise<Page<OwnPost>> {
  const found = await read(() => ownPostsQuery(userId, request))
  return toPage(found, request.limit ?? pageSize, request)
}
