import { createServer } from 'node:http'
import { createAuthServer as createSdk } from '@neondatabase/neon-js/auth/server'
import type { Pool } from 'pg'
import { createAuthServer, type AuthServer, type AuthServerOptions } from '../../src/auth/server'
import { createInProcessPool } from '../../src/postgres/in-process'
import { startEngine } from '../../src/postgres/start'

/** An app's origin, as a browser or the SDK sends it. */
export const appOrigin = 'http://localhost:3000'

export const sessionCookieName = '__Secure-neon-auth.session_token'

export interface CallOptions {
  body?: unknown
  /** A Cookie header. */
  cookie?: string
  /** The Origin header (if not the app's); null sends none. */
  origin?: string | null
  headers?: Record<string, string>
}

export interface Answer {
  status: number
  headers: Headers
  /** The parsed body; undefined if it isn't JSON. */
  json: unknown
  cookies: string[]
}

export interface AuthFixture {
  baseUrl: string
  auth: AuthServer
  pool: Pool
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  post(path: string, body?: unknown, options?: CallOptions): Promise<Answer>
  get(path: string, options?: CallOptions): Promise<Answer>
  /** Signs up a new user over HTTP; returns their Cookie header. */
  signUp(email: string, password?: string): Promise<{ cookie: string; userId: string }>
  /** The unmodified SDK with its own cookie jar, as an app on `origin` uses it. */
  sdk(origin?: string): ReturnType<typeof sdkFor>
  stop(): Promise<void>
}

/** An empty database in memory, with the same connections as local Neon's own. */
export async function startDatabase() {
  const { engine } = await startEngine({ data: 'memory', onCrash: () => {} })
  const pool = createInProcessPool(engine, 10)
  return {
    pool,
    async stop() {
      await pool.end()
      await engine.stop()
    },
  }
}

/**
 * A local Neon Auth on its own port, without rate limits, over a database in memory: a given one, or its
 * own, which stops with it.
 */
export async function startAuth(
  options: Partial<Omit<AuthServerOptions, 'pool' | 'baseUrl'>> = {},
  given?: Pool,
): Promise<AuthFixture> {
  const database = given ? { pool: given, stop: () => Promise.resolve() } : await startDatabase()
  const { pool } = database
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The server has no port.')
  const baseUrl = `http://localhost:${address.port}/neondb/auth`
  const auth = await createAuthServer({ pool, baseUrl, rateLimit: false, ...options })
  server.on('request', (request, response) => void auth.handle(request, response))

  const call = async (method: string, path: string, options: CallOptions = {}): Promise<Answer> => {
    const { body, cookie, origin = appOrigin, headers } = options
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(origin !== null && { origin }),
        ...(cookie && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch {
      json = undefined
    }
    const { status, headers: received } = response
    return { status, headers: received, json, cookies: received.getSetCookie() }
  }
  const post = (path: string, body: unknown = {}, options?: CallOptions) =>
    call('POST', path, { body, ...options })

  return {
    baseUrl,
    auth,
    pool,
    call,
    post,
    get: (path, options) => call('GET', path, options),
    async signUp(email, password = 'correct horse') {
      const answer = await post('/sign-up/email', { name: 'Someone', email, password })
      const { rows } = await pool.query<{ id: string }>(
        'SELECT id FROM neon_auth."user" WHERE email = $1',
        [email],
      )
      return { cookie: cookieOf(answer), userId: rows[0]?.id ?? '' }
    },
    sdk: (origin = appOrigin) => sdkFor(baseUrl, origin),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await database.stop()
    },
  }
}

/** An answer's session cookie, as a Cookie header; empty if there is none. */
export function cookieOf(answer: Answer): string {
  const found = answer.cookies.findLast((cookie) => cookie.startsWith(`${sessionCookieName}=`))
  return found?.split(';')[0] ?? ''
}

function sdkFor(baseUrl: string, origin: string) {
  const jar = new Map<string, string>()
  const sdk = createSdk({
    baseUrl,
    cookieSecret: 'a secret of at least thirty-two characters',
    context: () => ({
      getCookies: () =>
        [...jar].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; '),
      setCookie(name, value, options) {
        if (options.maxAge === 0) jar.delete(name)
        else jar.set(name, value)
      },
      getHeader: () => null,
      getOrigin: () => origin,
      getFramework: () => 'test',
    }),
  })
  return Object.assign(sdk, { jar })
}
