import 'server-only'
import { sql, type SQL } from 'drizzle-orm'
import { boolean, pgSchema, text, timestamp, uuid, type AnyPgColumn } from 'drizzle-orm/pg-core'

/**
 * What the app reads of Neon Auth's people. The table belongs to Neon Auth: nothing is written here,
 * and it is in no migration (`drizzle.config.ts` looks at `schema.ts` and the schema `public` alone).
 */
export const users = pgSchema('neon_auth').table('user', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  image: text('image'),
  // What follows is for admins alone, and the ban for whoever has it.
  email: text('email').notNull(),
  role: text('role'),
  banned: boolean('banned'),
  banReason: text('banReason'),
  banExpires: timestamp('banExpires', { withTimezone: true }),
  createdAt: timestamp('createdAt', { withTimezone: true }).notNull(),
})

const uuidPattern = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'

/**
 * Whether a row's author, an id kept as text, is the person of the joined row. The text becomes a
 * uuid, not the uuid a text, so that the primary key of the people serves the join; a text that is no
 * uuid is nobody.
 */
export function isUser(userId: AnyPgColumn): SQL {
  return sql`${users.id} = case when ${userId} ~ ${sql.raw(`'${uuidPattern}'`)} then ${userId}::uuid end`
}
