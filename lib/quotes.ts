import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { db } from './db/client'
import { read } from './db/read'
import { maxQuoteLength, userMessages } from './db/schema'
import { text } from './text'

/** What the form of the quote sends: 1 to 280 code points, line breaks kept. */
export const quoteInput = z.object({
  message: text({ what: 'quote', max: maxQuoteLength, multiline: true }),
})

/**
 * Someone's favourite quote. One statement.
 *
 * @returns undefined when they have none
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

/** Keeps a quote in place of the one before, if any. One statement; repeating it is harmless. */
export async function saveQuote(userId: string, message: string): Promise<void> {
  await db
    .insert(userMessages)
    .values({ userId, message })
    .onConflictDoUpdate({ target: userMessages.userId, set: { message, createTs: sql`now()` } })
}

/** Forgets the quote; having none is no error. One statement. */
export async function deleteQuote(userId: string): Promise<void> {
  await db.delete(userMessages).where(eq(userMessages.userId, userId))
}
