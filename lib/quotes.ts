import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { db } from './db/client'
import { read } from './db/read'
import { maxQuoteLength, userMessages } from './db/schema'
import { text } from './text'

/** The quote form's fields: 1 to 280 code points, line breaks kept. */
export const quoteInput = z.object({
  message: text({ what: 'quote', max: maxQuoteLength, multiline: true }),
})

/**
 * Someone's favourite quote. One statement.
 *
 * @returns undefined if they have none
 * @throws when the database cannot be reached within five seconds
 */
export async function readQuote(userId: string): Promise<string | undefined> {
  const [row] = await read(() =>
    db
      .select({ message: userMessages.message })
      .from(userMessages)
      .where(eq(userMessages.userId, userId)),
  )
  return row?.message
}

/** Saves a quote, replacing any old one. One statement, safe to repeat. */
export async function saveQuote(userId: string, message: string): Promise<void> {
  await db
    .insert(userMessages)
    .values({ userId, message })
    .onConflictDoUpdate({ target: userMessages.userId, set: { message, createTs: sql`now()` } })
}

/** Deletes the quote; having none isn't an error. One statement. */
export async function deleteQuote(userId: string): Promise<void> {
  await db.delete(userMessages).where(eq(userMessages.userId, userId))
}
