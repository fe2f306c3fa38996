import 'server-only'
import { neon, neonConfig } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-http'
import { env } from '../env'
import { isLoopbackHost } from '../loopback'
import * as schema from './schema'

/** Longest life of one statement over HTTP, in milliseconds; a database that wakes up is waited for. */
const statementTimeout = 4000

neonConfig.fetchFunction = (url: string, init?: RequestInit) =>
  fetch(url, { ...init, cache: 'no-store', signal: AbortSignal.timeout(statementTimeout) })

// The driver asks `https://api.<host>/sql`. On this machine the port of the connection string answers
// `/sql` itself.
if (isLoopbackHost(new URL(env.DATABASE_URL).hostname)) {
  neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`
}

/** The one database client: Drizzle over Neon's SQL-over-HTTP driver. */
export const db = drizzle({ client: neon(env.DATABASE_URL), schema })
