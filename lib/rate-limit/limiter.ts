import 'server-only'
import { createHmac } from 'node:crypto'
import { and, inArray, lt, notInArray, sql } from 'drizzle-orm'
import { db } from '../db/client'
import { rateLimits } from '../db/schema'
import { cookieKeys, env } from '../env'
import { describeError, log } from '../server/log'
import { timeLeft } from '../server/request-scope'
import { within } from '../server/within'
import { countLimitHit } from '../server/telemetry'

/** How often something may happen in a given time. */
export interface Limit {
  /** What is counted, how, and for whom: `sign-in account ada@example.com`. Stored as a hash. */
  key: string
  /** How many times. */
  max: number
  /** From the first attempt, in seconds. */
  seconds: number
}

/** Longest wait for the database, in milliseconds: what is limited has its own deadline. */
const patience = () => Math.min(2500, timeLeft())

/**
 * Counts one attempt against each limit, in one statement, so no parallel attempt is missed on any number of
 * servers. It also removes some long expired rows. If the database doesn't answer, the attempt is allowed and
 * logged: people can still sign in.
 *
 * @returns seconds until the next attempt is allowed, or undefined if this one is
 */
export async function countAttempt(limits: readonly Limit[]): Promise<number | undefined> {
  if (env.AUTH_RATE_LIMIT === 'off' || limits.length === 0) return undefined
  // In the same order everywhere, so two statements never deadlock.
  const byKey = new Map(limits.map((limit) => [hash(limit.key), limit]))
  const sorted = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1))
  const swept = db.$with('swept').as(
    db
      .delete(rateLimits)
      .where(
        and(
          inArray(rateLimits.key, oldKeys()),
          notInArray(
            rateLimits.key,
            sorted.map(([key]) => key),
          ),
        ),
      )
      .returning({ key: rateLimits.key }),
  )
  const isOver = sql`${rateLimits.expiresAt} <= now()`
  try {
    const rows = await within(
      patience(),
      db
        .with(swept)
        .insert(rateLimits)
        .values(
          sorted.map(([key, { seconds }]) => ({
            key,
            hits: 1,
            expiresAt: sql`now() + make_interval(secs => ${seconds})`,
          })),
        )
        .onConflictDoUpdate({
          target: rateLimits.key,
          set: {
            hits: sql`CASE WHEN ${isOver} THEN 1 ELSE least(${rateLimits.hits} + 1, 1000000) END`,
            expiresAt: sql`CASE WHEN ${isOver} THEN excluded.expires_at ELSE ${rateLimits.expiresAt} END`,
          },
        })
        .returning({
          key: rateLimits.key,
          hits: rateLimits.hits,
          wait: sql`ceil(extract(epoch FROM ${rateLimits.expiresAt} - now()))::int`.mapWith(Number),
        }),
    )
    const over = rows.filter(({ key, hits }) => hits > (byKey.get(key)?.max ?? Infinity))
    for (const { key } of over) countLimitHit(nameOf(byKey.get(key)))
    const waits = over.map(({ wait }) => Math.max(1, wait))
    return waits.length > 0 ? Math.max(...waits) : undefined
  } catch (error) {
    log('error', 'rate-limit.unavailable', { reason: describeError(error) })
    return undefined
  }
}

/**
 * Forgets attempts after one that succeeded: only failures should count.
 *
 * @param keys as in `countAttempt`
 */
export async function forgetAttempts(keys: readonly string[]): Promise<void> {
  if (env.AUTH_RATE_LIMIT === 'off') return
  try {
    await within(patience(), db.delete(rateLimits).where(inArray(rateLimits.key, keys.map(hash))))
  } catch (error) {
    log('warn', 'rate-limit.unavailable', { reason: describeError(error) })
  }
}

/** Some long expired rows, except those another server is working on. */
function oldKeys() {
  return db
    .select({ key: rateLimits.key })
    .from(rateLimits)
    .where(lt(rateLimits.expiresAt, sql`now() - interval '1 day'`))
    .limit(50)
    .for('update', { skipLocked: true })
}

/** A limit's name without whom it's for. */
function nameOf(limit: Limit | undefined): string {
  return limit?.key.split(' ', 2).join(' ') ?? ''
}

/** With the oldest key, so servers count together while only some have the new one. */
function hash(key: string): string {
  const secret = cookieKeys.older.at(-1) ?? cookieKeys.signing
  return createHmac('sha256', secret).update(key).digest('base64url')
}
