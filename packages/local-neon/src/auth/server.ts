import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { BASE_ERROR_CODES, betterAuth } from 'better-auth'
import type { Pool } from 'pg'
import { refuseForeign, type Reach } from '../http/guard'
import { requestUrl } from '../http/requests'
import { createMailbox, type Mailbox } from '../mailbox/mailbox'
import { createAuthEvents } from '../webhooks/auth-events'
import { createWebhooks, type Webhooks } from '../webhooks/webhooks'
import { createKeys } from './keys'
import { confineCookies } from './http/cookies'
import { preflight, withCors } from './http/cors'
import { withNeonCodes } from './http/neon-codes'
import { toFetchRequest, writeResponse } from './http/node'
import { createMails } from './mails'
import { authOptions } from './options'
import { createRateLimitStorage } from './rate-limit'
import { migrateAuth } from './schema'
import type { AuthSettings, AuthSettingsStore } from './settings/settings'
import { createSettingsStore } from './settings/store'
import { createUserAdmin, type UserAdmin } from './users'

export { migrateAuth } from './schema'
export { authSettingsSchema, defaultAuthSettings, socialProviderIds } from './settings/settings'
export type { AuthSettings, AuthSettingsStore, SocialProviderId } from './settings/settings'
export type { Mail, Mailbox } from '../mailbox/mailbox'
export type { SignIn, UserAdmin } from './users'

export interface AuthServer {
  /** Serves a request below the base path; others get 404. Never rejects. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  settings: AuthSettingsStore
  mailbox: Mailbox
  /** Admin actions on users, without an admin's account. */
  users: UserAdmin
  webhooks: Webhooks
}

export interface AuthServerOptions {
  /** Connections to the app's own database. */
  pool: Pool
  /** The server's URL with its path: `http://localhost:<port>/neondb/auth`. */
  baseUrl: string
  /** Limits per client address. The same as `settings.rateLimit`. */
  rateLimit?: boolean
  /**
   * Initial settings; they override those that an earlier run left in the database, which override
   * `defaultAuthSettings`.
   */
  settings?: Partial<AuthSettings>
  /** Origin of the local identity provider that stands in for Google, GitHub and Vercel. */
  identityProviderUrl?: string
  /** How this machine can be reached. */
  reach?: Reach | undefined
  /** Where internal errors go (default `console.error`). */
  log?: (message: string, error: unknown) => void
}

/**
 * Neon Auth for one database: a Better Auth server with Neon's configuration, schema and error codes.
 * Creates the schema if it's missing.
 * @throws the database's error if it can't be reached or migrated, ZodError for invalid settings
 */
export async function createAuthServer(options: AuthServerOptions): Promise<AuthServer> {
  const { pool, rateLimit, identityProviderUrl } = options
  const baseUrl = new URL(options.baseUrl)
  const log = options.log ?? ((message, error) => console.error(`Neon Auth: ${message}`, error))

  await migrateAuth(pool)
  const initial = { ...options.settings, ...(rateLimit !== undefined && { rateLimit }) }
  const settings = await createSettingsStore(pool, initial)
  const mailbox = createMailbox()
  const mails = createMails(mailbox)
  const rateLimitStorage = createRateLimitStorage()
  // Made from an id in the database, so sessions outlive a restart and go with their data. A new
  // project can't read keys another one left.
  if (settings.isNew) await pool.query('DELETE FROM neon_auth.jwks')
  const secret = () =>
    createHash('sha256').update(`local-neon-auth ${settings.projectId()}`).digest('hex')

  const webhooks = createWebhooks(
    pool,
    createKeys(pool, async () => authFor(await settings.get())),
  )
  const events = createAuthEvents(webhooks, pool)

  /** Better Auth reads its options once, so new settings need a new instance. */
  let built: { key: string; auth: ReturnType<typeof betterAuth> } | undefined
  const authFor = (current: AuthSettings) => {
    const key = JSON.stringify([settings.projectId(), current])
    if (built?.key !== key) {
      const input = {
        pool,
        baseUrl,
        secret: secret(),
        settings: current,
        identityProviderUrl,
        mails,
        events,
        rateLimitStorage,
        log,
      }
      built = { key, auth: betterAuth(authOptions(input)) }
    }
    return built.auth
  }

  /** Refuses another site's request, or returns null. Origins in the settings aren't foreign. */
  const refuse = async (incoming: IncomingMessage): Promise<Response | null> => {
    const { origin } = incoming.headers
    const guard = { ...options.reach, links: true }
    if (refuseForeign(incoming, guard) === null) return null
    if (origin && refuseForeign(incoming, { ...guard, isOwnOrigin: () => true }) === null) {
      const context = await authFor(await settings.get()).$context
      if (context.isTrustedOrigin(origin)) return null
    }
    const code = origin && origin !== 'null' ? 'INVALID_ORIGIN' : 'MISSING_OR_NULL_ORIGIN'
    return Response.json(BASE_ERROR_CODES[code], { status: 403 })
  }

  const answer = async (request: Request): Promise<Response> => {
    const auth = authFor(await settings.get())
    const context = await auth.$context
    const isTrusted = (origin: string) => context.isTrustedOrigin(origin)
    if (request.method === 'OPTIONS') return preflight(request, isTrusted)
    const response = await withNeonCodes(await auth.handler(request))
    return withCors(request, confineCookies(request, response, baseUrl.pathname), isTrusted)
  }

  const respond = async (request: IncomingMessage): Promise<Response> => {
    const refusal = await refuse(request)
    if (refusal) return refusal
    if (!request.url?.startsWith(`${baseUrl.pathname}/`)) return new Response(null, { status: 404 })
    const incoming = await toFetchRequest(request, baseUrl.origin)
    return incoming instanceof Response ? incoming : answer(incoming)
  }

  return {
    async handle(request, response) {
      response.setHeader('x-neon-ret-request-id', randomUUID())
      try {
        await writeResponse(await respond(request), response)
      } catch (error) {
        log(`${request.method} ${withoutSecrets(request)} failed`, error)
        const message = 'Internal Server Error'
        await writeResponse(Response.json({ message }, { status: 500 }), response)
      }
    },
    settings: { get: settings.get, set: settings.set },
    mailbox,
    users: createUserAdmin(pool, async () => authFor(await settings.get()).$context),
    webhooks,
  }
}

/** The requested path, without the query and any parts that may be tokens. */
function withoutSecrets(request: IncomingMessage): string {
  return requestUrl(request).pathname.replaceAll(/[^/]{20,}/g, '…')
}
