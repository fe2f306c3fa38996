import 'server-only'
import { sql, type SQL } from 'drizzle-orm'
import { boolean, pgSchema, text, timestamp, uuid, type AnyPgColumn } from 'drizzle-orm/pg-core'

/**
 * What the app reads about Neon Auth's users. The table is Neon Auth's: the app never writes to it, and no
 * migration has it (`drizzle.config.ts` only looks at `schema.ts` and the schema `public`).
 */
export const users = pgSchema('neon_auth').table('user', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  image: text('image'),
  // The rest is only for admins, and the ban for the person banned.
  email: text('email').notNull(),
  role: text('role'),
  banned: boolean('banned'),
  banReason: text('banReason'),
  banExpires: timestamp('banExpires', { withTimezone: true }),
  createdAt: timestamp('createdAt', { withTimezone: true }).notNull(),
})

const uuidPattern = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'

/**
 * Whether a row's author, an id kept as text, is the joined user. The text is cast to a uuid, not the other
 * way round, so the users' primary key serves the join; a text that isn't a uuid matches nobody.
 */
export function isUser(userId: AnyPgColumn): SQL {
  return sql`${users.id} = case when ${userId} ~ ${sql.raw(`'${uuidPattern}'`)} then ${userId}::uuid end`
}
