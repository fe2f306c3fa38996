import { z } from '@hono/zod-openapi'
import type { Pool } from 'pg'
import { dateTime } from '../api'

const sessionSchema = z
  .object({
    id: z.string(),
    createdAt: dateTime,
    expiresAt: dateTime,
    ipAddress: z.string().nullable(),
    userAgent: z.string().nullable(),
  })
  .openapi('Session')
export const userSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    role: z.string().nullable(),
    banned: z.boolean(),
    banReason: z.string().nullable(),
    banExpires: dateTime.nullable(),
    createdAt: dateTime,
    methods: z.array(z.string()).describe('How the user signs in; `credential` is a password'),
    sessions: z.array(sessionSchema).describe('Those that are still valid'),
  })
  .openapi('User')
export type User = z.infer<typeof userSchema>

export const pageSchema = z.object({
  /** Of all pages. */
  total: z.number().int(),
  users: z.array(userSchema),
  next: z.string().nullable().describe('`after` of the next page; null on the last'),
})
export type UserPage = z.infer<typeof pageSchema>

/** Users per page. */
export const PAGE_SIZE = 50

/** One user as JSON; an expired ban is none. */
const userJson = `json_build_object(
  'id', u.id, 'name', u.name, 'email', u.email, 'emailVerified', u."emailVerified", 'role', u.role,
  'banned', coalesce(u.banned AND coalesce(u."banExpires" > now(), true), false),
  'banReason', u."banReason", 'banExpires', u."banExpires", 'createdAt', u."createdAt",
  'methods', (SELECT coalesce(json_agg(a."providerId" ORDER BY a."providerId"), '[]')
                FROM neon_auth.account a WHERE a."userId" = u.id),
  'sessions', (SELECT coalesce(json_agg(s ORDER BY s."createdAt" DESC), '[]')
                 FROM (SELECT id, "createdAt", "expiresAt", "ipAddress", "userAgent"
                         FROM neon_auth.session
                        WHERE "userId" = u.id AND "expiresAt" > now()) s))`

/**
 * Users, newest first.
 * @param q part of a name or email, or a whole id; everyone if empty
 * @param after `next` of the page before
 * @throws the database's error
 */
export async function listUsers(
  pool: Pool,
  { q = '', after }: { q?: string | undefined; after?: string | undefined } = {},
): Promise<UserPage> {
  const wanted = `(u.name ILIKE $1 OR u.email ILIKE $1 OR u.id::text = $2)`
  const { rows } = await pool.query(
    `SELECT (SELECT count(*)::int FROM neon_auth."user" u WHERE ${wanted}) AS total,
            ARRAY(SELECT ${userJson} FROM neon_auth."user" u
                   WHERE ${wanted} AND coalesce((u."createdAt", u.id) <
                         (SELECT o."createdAt", o.id FROM neon_auth."user" o WHERE o.id::text = $3), $3 IS NULL)
                   ORDER BY u."createdAt" DESC, u.id DESC LIMIT ${PAGE_SIZE + 1}) AS users`,
    [`%${q.replace(/[\\%_]/g, '\\$&')}%`, q.toLowerCase(), after ?? null],
  )
  const { total, users } = pageSchema.omit({ next: true }).parse(rows[0])
  const page = users.slice(0, PAGE_SIZE)
  return { total, users: page, next: users.length > PAGE_SIZE ? (page.at(-1)?.id ?? null) : null }
}

/** The user with an id, whatever it is; null if there is none. */
export async function findUser(pool: Pool, id: string): Promise<User | null> {
  const { rows } = await pool.query<{ user: unknown }>(
    `SELECT ${userJson} AS "user" FROM neon_auth."user" u WHERE u.id::text = $1`,
    [id.toLowerCase()],
  )
  return rows[0] ? userSchema.parse(rows[0].user) : null
}
