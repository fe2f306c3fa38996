import { APIError, createAuthMiddleware } from 'better-auth/api'
import { BASE_ERROR_CODES, type BetterAuthPlugin } from 'better-auth'

/** Fields that belong to the server; Neon refuses them in these bodies instead of ignoring them. */
const serverFields = ['role', 'emailVerified']
const userBodies = ['/sign-up/email', '/update-user']

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/**
 * What Neon asks of every request beyond Better Auth: a state-changing call names a trusted
 * origin even when it carries no cookie, and nobody sets the fields that belong to the server.
 */
export function neonRules(): BetterAuthPlugin {
  return {
    id: 'neon-rules',
    init({ isTrustedOrigin }) {
      return {
        context: {
          // Better Auth compares a text that is no URL as it stands with patterns that have a `*`, and
          // `http://localhost:*` then trusts `http://localhost:3000.evil.test`.
          isTrustedOrigin(url, settings) {
            const isAddress = url.startsWith('/') || URL.canParse(url)
            return isAddress && isTrustedOrigin.call(this, url, settings)
          },
        },
      }
    },
    middlewares: [
      {
        path: '/**',
        middleware: createAuthMiddleware(async (ctx) => {
          const request = ctx.request
          if (!request || ['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return

          const origin = request.headers.get('origin') || request.headers.get('referer')
          if (!origin || origin === 'null') {
            throw APIError.from('FORBIDDEN', BASE_ERROR_CODES.MISSING_OR_NULL_ORIGIN)
          }
          if (!ctx.context.isTrustedOrigin(origin)) {
            throw APIError.from('FORBIDDEN', BASE_ERROR_CODES.INVALID_ORIGIN)
          }

          const body: unknown = ctx.body
          if (!userBodies.includes(ctx.path) || !isRecord(body)) return
          const field = serverFields.find((name) => body[name] !== undefined)
          if (field) {
            throw APIError.from('BAD_REQUEST', {
              ...BASE_ERROR_CODES.FIELD_NOT_ALLOWED,
              message: `${field} is not allowed to be set`,
            })
          }
        }),
      },
    ],
  }
}
