import 'server-only'
import type { NextRequest, NextResponse } from 'next/server'
import { env } from '../env'

/** Says that its holder has just changed something and shouldn't read from a replica. */
export const recentWriteCookie = '__Host-recent-write'

/** How long a replica may lag behind, in seconds; Neon's are usually milliseconds behind. */
const longestLag = 10

/**
 * If there's a replica, remembers in the browser that it has sent something other than a read. The answer,
 * and all pages in the next few seconds, then come from the primary. Not signed, since forging or dropping it
 * only changes where its own holder's lists come from.
 */
export function rememberWrite(request: NextRequest, response: NextResponse): void {
  if (!env.DATABASE_REPLICA_URL || request.method === 'GET' || request.method === 'HEAD') return
  // Next also shows cookies set by the proxy to the page of the same request.
  response.cookies.set(recentWriteCookie, '1', {
    maxAge: longestLag,
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
  })
}
