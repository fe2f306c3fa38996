import { APIError, createAuthMiddleware } from 'better-auth/api'
import { BASE_ERROR_CODES, type BetterAuthPlugin } from 'better-auth'

/** Fields that only the server sets; in these bodies, Neon refuses rather than ignores them. */
const serverFields = ['role', 'emailVerified']
const userBodies = ['/sign-up/email', '/update-user']

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/**
 * Neon's rules beyond Better Auth's: a state-changing call must name a trusted origin even without a
 * cookie, and nobody may set the server's fields.
 */
export function neonRules(): BetterAuthPlugin {
  return {
    id: 'neon-rules',
    init({ isTrustedOrigin }) {
      return {
        context: {
          // Better Auth compares a text that isn't a URL with `*` patterns unparsed, so
          // `http://localhost:*` would trust `http://localhost:3000.evil.test`.
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
