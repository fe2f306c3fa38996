import 'server-only'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { db } from './db/client'
import { read } from './db/read'
import { maxTaglineLength, profiles } from './db/schema'
import { text } from './text'

/** A public line about oneself; an empty one removes the current one. */
export const tagline = z.union([
  z.string().trim().length(0),
  text({ what: 'tagline', max: maxTaglineLength }),
])

/**
 * Someone's tagline. One statement.
 *
 * @returns an empty text if they have none
 * @throws when the database cannot be reached within five seconds
 */
export async function readTagline(userId: string): Promise<string> {
  const [row] = await read(() =>
    db.select({ tagline: profiles.tagline }).from(profiles).where(eq(profiles.userId, userId)),
  )
  return row?.tagline ?? ''
}

/** Replaces the tagline, or removes it. One statement, safe to repeat. */
export async function saveTagline(userId: string, value: string): Promise<void> {
  if (value === '') {
    await db.delete(profiles).where(eq(profiles.userId, userId))
    return
  }
  await db
    .insert(profiles)
    .values({ userId, tagline: value })
    .onConflictDoUpdate({ target: profiles.userId, set: { tagline: value } })
}
