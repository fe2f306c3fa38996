/** Where webhook events come from in Better Auth. */
import { APIError } from 'better-auth/api'
import type { BetterAuthOptions, BetterAuthPlugin } from 'better-auth'
import type { Pool } from 'pg'
import { clientAddressHeader } from '../auth/http/node'
import type { WebhookEventType, WebhookUser } from './events'
import type { Webhooks } from './webhooks'

/** The part of a request's context about who asks. */
interface Asking {
  request?: Request | undefined
  headers?: Headers | undefined
}

interface BetterAuthUser {
  id?: string | undefined
  email: string
  name?: string | undefined
  image?: string | null | undefined
  emailVerified?: boolean | undefined
  createdAt?: Date | undefined
}

const minutesFromNow = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

function requester(asking: Asking | Request | null | undefined): Record<string, string> {
  const request = asking instanceof Request ? asking : asking?.request
  const headers = request?.headers ?? (asking instanceof Request ? undefined : asking?.headers)
  return {
    ip_address: headers?.get(clientAddressHeader) ?? '',
    user_agent: headers?.get('user-agent') ?? '',
  }
}

function webhookUser(user: BetterAuthUser): WebhookUser {
  return {
    ...(user.id !== undefined && { id: user.id }),
    email: user.email,
    ...(user.name !== undefined && { name: user.name }),
    ...(user.image && { image: user.image }),
    ...(user.emailVerified !== undefined && { email_verified: user.emailVerified }),
    ...(user.createdAt && { created_at: user.createdAt.toISOString() }),
  }
}

/** How someone signs up: the last part of a provider's callback, or Neon Auth's own `credential`. */
function authProvider(ctx: { params?: unknown; path?: string | undefined } | null): string {
  const { params } = ctx ?? {}
  const isCallback = ctx?.path?.startsWith('/callback/') === true
  return isCallback &&
    typeof params === 'object' &&
    params !== null &&
    'id' in params &&
    typeof params.id === 'string'
    ? params.id
    : 'credential'
}

/**
 * One auth server's events. Where the documentation is silent, it's our choice: a refused sign-up is 403
 * with the receiver's code and message, and a failed delivery is 500 `WEBHOOK_FAILED`.
 */
export function createAuthEvents(webhooks: Webhooks, pool: Pool) {
  /** Whether a receiver took over what Neon Auth would have emailed; throws if it couldn't. */
  const handOver = async (
    type: WebhookEventType,
    user: WebhookUser,
    data: Record<string, string>,
  ): Promise<boolean> => {
    const delivery = await webhooks.send(type, user, data)
    if (delivery?.state === 'failed') throw failure('The message could not be sent.')
    return delivery !== null
  }

  const databaseHooks: BetterAuthOptions['databaseHooks'] = {
    user: {
      create: {
        async before(user, ctx) {
          const data = { auth_provider: authProvider(ctx), ...requester(ctx) }
          const delivery = await webhooks.send('user.before_create', webhookUser(user), data)
          if (delivery === null || delivery.decision?.allowed === true) return
          // No answer is no consent.
          if (delivery.decision === null) throw failure('The sign-up could not be checked.')
          const { error_code, error_message } = delivery.decision
          throw new APIError('FORBIDDEN', {
            code: error_code ?? 'SIGNUP_REJECTED',
            message: error_message ?? 'This sign-up was rejected.',
          })
        },
        async after(user, ctx) {
          const data = { auth_provider: authProvider(ctx), ...requester(ctx) }
          // Nobody waits for it; its result is in the delivery log.
          void webhooks.send('user.created', webhookUser(user), data).catch(() => {})
        },
      },
    },
  }

  /** Better Auth hides that an email wasn't sent; in the cloud, the request fails. */
  const plugin: BetterAuthPlugin = {
    id: 'neon-webhooks',
    init: () => ({
      context: {
        async runInBackgroundOrAwait(promise) {
          await promise
        },
      },
    }),
  }

  return {
    databaseHooks,
    plugin,
    /** @param minutes how long the code is valid */
    async code(
      email: string,
      purpose: string,
      code: string,
      minutes: number,
      asking: Asking | undefined,
    ): Promise<boolean> {
      const { rows } = await pool.query<BetterAuthUser>(
        'SELECT id, email, name, image, "emailVerified", "createdAt" FROM neon_auth."user" WHERE email = $1',
        [email],
      )
      return handOver('send.otp', webhookUser(rows[0] ?? { email }), {
        otp_code: code,
        otp_type: purpose,
        delivery_preference: 'email',
        expires_at: minutesFromNow(minutes),
        ...requester(asking),
      })
    },
    /** @param type `sign-in` is our choice: the documentation only names the others */
    link(
      type: 'email-verification' | 'forget-password' | 'sign-in',
      user: BetterAuthUser,
      { url, token }: { url: string; token: string },
      minutes: number,
      asking: Asking | Request | undefined,
    ): Promise<boolean> {
      return handOver('send.magic_link', webhookUser(user), {
        link_type: type,
        link_url: url,
        token,
        expires_at: minutesFromNow(minutes),
        ...requester(asking),
      })
    },
  }
}

export type AuthEvents = ReturnType<typeof createAuthEvents>

function failure(message: string): APIError {
  return new APIError('INTERNAL_SERVER_ERROR', { code: 'WEBHOOK_FAILED', message })
}
