import type { Pool } from 'pg'
import { z } from 'zod'

const usersSchema = z.object({
  total: z.coerce.number(),
  users: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      emailVerified: z.boolean(),
      role: z.string().nullable(),
      banned: z.boolean().nullable(),
      createdAt: z.coerce.date(),
      methods: z.array(z.string()),
      sessions: z.array(
        z.object({
          createdAt: z.coerce.date(),
          expiresAt: z.coerce.date(),
          ipAddress: z.string().nullable(),
          userAgent: z.string().nullable(),
        }),
      ),
    }),
  ),
})

export type UserList = z.infer<typeof usersSchema>

/** Most users that are listed. */
export const MOST_USERS = 100

/**
 * The newest users with how they sign in and their sessions that are still valid. No tokens.
 * @throws the database's error
 */
export async function listUsers(pool: Pool): Promise<UserList> {
  const { rows } = await pool.query(
    `SELECT (SELECT count(*) FROM neon_auth."user") AS total,
            coalesce((SELECT json_agg(u) FROM (
              SELECT id, name, email, "emailVerified", role, banned, "createdAt",
                     (SELECT coalesce(json_agg(a."providerId" ORDER BY a."providerId"), '[]')
                        FROM neon_auth.account a WHERE a."userId" = "user".id) AS methods,
                     (SELECT coalesce(json_agg(s ORDER BY s."createdAt" DESC), '[]')
                        FROM (SELECT "createdAt", "expiresAt", "ipAddress", "userAgent"
                                FROM neon_auth.session
                               WHERE "userId" = "user".id AND "expiresAt" > now()) s) AS sessions
                FROM neon_auth."user" ORDER BY "createdAt" DESC, id LIMIT $1
            ) u), '[]') AS users`,
    [MOST_USERS],
  )
  return usersSchema.parse(rows[0])
}
