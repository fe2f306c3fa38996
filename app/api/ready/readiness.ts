import 'server-only'
import { sql } from 'drizzle-orm'
import { read } from '@/lib/db/read'
import { env } from '@/lib/env'
import { describeError, log } from '@/lib/server/log'

/** Whether the database and Neon Auth answer, within five seconds. The reasons go to the log alone. */
export async function isReady(): Promise<boolean> {
  const checks = {
    database: read(async (database) => database.execute(sql`select 1`)),
    auth: fetch(`${env.NEON_AUTH_BASE_URL}/get-session`, {
      cache: 'no-store',
      signal: AbortSignal.timeout(4000),
    }).then(async (response) => {
      await response.body?.cancel()
      if (!response.ok) throw new Error(`status ${response.status}`)
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
