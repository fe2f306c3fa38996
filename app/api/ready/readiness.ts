import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { read } from '@/lib/db/read'
import { env } from '@/lib/env'
import { describeError, log } from '@/lib/server/log'

/** What Neon Auth says to whoever sends no cookie. */
const noSession = z.null()

/** Whether the database and Neon Auth answer, within five seconds. The reasons go to the log alone. */
export async function isReady(): Promise<boolean> {
  const checks = {
    database: read(async (database) => database.execute(sql`select 1`)),
    auth: fetch(`${env.NEON_AUTH_BASE_URL}/get-session`, {
      cache: 'no-store',
      signal: AbortSignal.timeout(4000),
    }).then(async (response) => {
      if (!response.ok) throw new Error(`status ${response.status}`)
      if (!noSession.safeParse(await response.json()).success) throw new Error('another answer')
    }),
  }
  const results = await Promise.all(
    Object.entries(checks).map(async ([part, check]) => {
      try {
        await check
        return true
      } catch (error) {
        log('warn', 'not-ready', { part, reason: describeError(error) })
        return false
      }
    }),
  )
  return results.every(Boolean)
}
