import 'server-only'
import type { NextRequest, NextResponse } from 'next/server'
import { env } from '../env'

/** Says that its holder has just changed something and is not to read from a replica. */
export const recentWriteCookie = '__Host-recent-write'

/** How long a replica may lag behind, in seconds; Neon's are usually milliseconds behind. */
const longestLag = 10

/**
 * Remembers in the browser that it has sent something other than a read, where there is a replica:
 * the page that answers, and all pages of the next seconds, are then read from the primary. Not signed,
 * since a forged or a dropped one changes only where its own holder's lists come from.
 */
export function rememberWrite(request: NextRequest, response: NextResponse): void {
  if (!env.DATABASE_REPLICA_URL || request.method === 'GET' || request.method === 'HEAD') return
  // Next shows the cookies that the proxy sets to the page of the same request as well.
  response.cookies.set(recentWriteCookie, '1', {
    maxAge: longestLag,
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
  })
}
