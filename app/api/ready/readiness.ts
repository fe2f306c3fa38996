import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { read } from '@/lib/db/read'
import { env } from '@/lib/env'
import { isDraining } from '@/lib/server/drain'
import { describeError, log } from '@/lib/server/log'

/** Neon Auth's answer without a cookie. */
const noSession = z.null()

/** Longest wait for Neon Auth, in milliseconds: it only decides one word of the answer. */
const authPatience = 2000

/**
 * How much of the app works right now:
 * - `ok` everything;
 * - `degraded` Neon Auth doesn't answer: nobody can sign in or write, but everyone can read;
 * - `unavailable` the database doesn't answer, or this server was asked to stop.
 */
export type Readiness = 'ok' | 'degraded' | 'unavailable'

/** Asks the database and Neon Auth, within five seconds. The reasons only go to the log. */
export async function readiness(): Promise<Readiness> {
  if (isDraining()) return 'unavailable'
  const [hasDatabase, hasAuth] = await Promise.all([
    answers(
      'database',
      read(async (database) => database.execute(sql`select 1`)),
    ),
    answers('auth', askAuth()),
  ])
  if (!hasDatabase) return 'unavailable'
  return hasAuth ? 'ok' : 'degraded'
}

async function askAuth(): Promise<void> {
  const response = await fetch(`${env.NEON_AUTH_BASE_URL}/get-session`, {
    cache: 'no-store',
    signal: AbortSignal.timeout(authPatience),
  })
  if (!response.ok) throw new Error(`status ${response.status}`)
  if (!noSession.safeParse(await response.json()).success) throw new Error('another answer')
}

async function answers(part: string, check: Promise<unknown>): Promise<boolean> {
  try {
    await check
    return true
  } catch (error) {
    log('warn', 'not-ready', { part, reason: describeError(error) })
    return false
  }
}
