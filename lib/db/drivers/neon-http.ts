import 'server-only'
import { neon, neonConfig } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-http'
import { isLoopbackHost } from '../../http/loopback'
import type { Connection } from '../database'
import * as schema from '../schema'
import { httpFetch } from './http-fetch'

/** Neon's SQL over HTTP: one request per statement, and nothing to close. */
export async function connect(url: string): Promise<Connection> {
  neonConfig.fetchFunction = httpFetch

  // The driver asks `https://api.<host>/sql`. On this machine the port of the connection string
  // answers `/sql` itself.
  if (isLoopbackHost(new URL(url).hostname)) {
    neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`
  }
  return { db: drizzle({ client: neon(url), schema }), close: async () => {} }
}
