import getPort from 'get-port'
import { environmentFor } from '../scripts/support/migrated-neon'
import { startNext, type NextProcess } from '../scripts/support/next-process'
import { demoAccount } from '../scripts/support/sample-data'
import type { Database } from './database'
import { get } from './load'

/** A production server to measure. */
export interface Server {
  name: string
  isReference: boolean
  origin: string
  database: Database
  next: NextProcess
  /** The cookie Neon Auth knows the reader by. */
  sessionToken: string
}

/** Starts a built app on a database, and signs the reader in. */
export async function startServer(options: {
  name: string
  folder: string
  isReference?: boolean
  database: Database
}): Promise<Server> {
  const { name, folder, isReference = false, database } = options
  const port = await getPort()
  const origin = `http://localhost:${port}`
  const next = startNext({
    mode: 'start',
    port,
    folder,
    env: { ...environmentFor(database.neon), APP_URL: origin, DATABASE_REPLICA_URL: '' },
    print: (text) => process.stderr.write(`${name}: ${text}`),
  })
  try {
    await next.ready
    const sessionToken = await signIn(database.neon.authUrl, origin)
    return { name, isReference, origin, database, next, sessionToken }
  } catch (error) {
    await next.stop()
    throw error
  }
}

async function signIn(authUrl: string, origin: string): Promise<string> {
  const response = await fetch(`${authUrl}/sign-in/email`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: origin },
    body: JSON.stringify({ email: demoAccount.email, password: demoAccount.password }),
  })
  const cookie = response.headers
    .getSetCookie()
    .map(withoutAttributes)
    .find((pair) => pair.includes('session_token='))
  if (!cookie) throw new Error(`Neon Auth did not sign the reader in: ${response.status}.`)
  return cookie
}

/**
 * A signed-in reader's headers, with a `session_data` that the server has just made: it lives for five
 * minutes, and a request without one asks Neon Auth.
 *
 * @throws if the server gives none
 */
export async function readerHeaders(server: Server): Promise<Record<string, string>> {
  const { status, headers } = await get(`${server.origin}/posts`, { cookie: server.sessionToken })
  const data = (headers['set-cookie'] ?? [])
    .map(withoutAttributes)
    .find((pair) => pair.includes('session_data='))
  if (!data) throw new Error(`${server.name} made no session cookie; it answered ${status}.`)
  return { cookie: `${server.sessionToken}; ${data}` }
}

function withoutAttributes(cookie: string): string {
  return cookie.split(';')[0] ?? ''
}
