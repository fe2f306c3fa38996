import 'server-only'
import { and, eq, ilike, or, sql } from 'drizzle-orm'
import { users } from '../db/neon-auth'
import { read } from '../db/read'
import { posts } from '../db/schema'
import {
  beyond,
  direction,
  microseconds,
  toPage,
  type Page,
  type PageRequest,
} from '../posts/cursor'

/** How many people a page shows. */
const pageSize = 20

/** Someone with an account, as admins see them. */
export interface Person {
  id: string
  name: string
  email: string
  image: string | null
  role: string | null
  /** Whether a ban is in force; an expired one isn't. */
  isBanned: boolean
  banReason: string | null
  banExpires: Date | null
  createdAt: Date
  publishedPosts: number
}

const columns = {
  id: users.id,
  name: users.name,
  email: users.email,
  image: users.image,
  role: users.role,
  isBanned: sql<boolean>`coalesce(${users.banned} and coalesce(${users.banExpires} > now(), true), false)`,
  banReason: users.banReason,
  banExpires: users.banExpires,
  createdAt: users.createdAt,
  publishedPosts: sql<number>`(
    select count(*)::int from ${posts} as written
    where written.user_id = ${users}.id::text and written.is_published
  )`,
}

const order = { at: users.createdAt, id: users.id }

/**
 * People, the newest account first, a page at a time. One statement instead of the admin plugin's own list,
 * which searches either names or emails, is case-sensitive, and pages by offset.
 *
 * @param search a part of a name or an email, or a whole id
 * @throws when the database cannot be reached within five seconds
 */
export async function listPeople({
  search,
  ...request
}: PageRequest & { search?: string }): Promise<Page<Person>> {
  const pattern = search && `%${search.replace(/[\\%_]/g, '\\$&')}%`
  const found = await read((database) =>
    database
      .select({ ...columns, micros: microseconds(users.createdAt) })
      .from(users)
      .where(
        and(
          pattern
            ? or(
                ilike(users.name, pattern),
                ilike(users.email, pattern),
                sql`${users.id}::text = ${search.toLowerCase()}`,
              )
            : undefined,
          beyond(order, request),
        ),
      )
      .orderBy(...direction(order, request))
      .limit(pageSize + 1),
  )
  return toPage(found, pageSize, request)
}

/**
 * Someone, by id.
 *
 * @throws when the database cannot be reached within five seconds
 */
export async function findPerson(id: string): Promise<Person | undefined> {
  const [row] = await read((database) =>
    database.select(columns).from(users).where(eq(users.id, id)),
  )
  return row
}
