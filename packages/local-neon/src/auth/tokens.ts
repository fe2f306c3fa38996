import { createAuthEndpoint } from 'better-auth/api'
import { jwt, signJWT, type JwtOptions } from 'better-auth/plugins/jwt'
import type { Pool } from 'pg'
import { z } from 'zod'

/** The public keys' path, below the base path. */
export const jwksPath = '/.well-known/jwks.json'

const lifetimeSeconds = 15 * 60

const activeMembership = z.object({ id: z.string(), slug: z.string(), role: z.string() })

/**
 * Tokens as https://neon.com/docs/auth/guides/plugins/jwt describes them: EdDSA, 15 minutes, the
 * user's fields with `role: "authenticated"` (the Postgres role of the Data API, not the user's
 * own role), the auth URL's origin as issuer and audience, and `o` for the active organization.
 */
function jwtOptions(pool: Pool, organizations: boolean): JwtOptions {
  return {
    jwks: {
      jwksPath,
      keyPairConfig: { alg: 'EdDSA', crv: 'Ed25519' },
    },
    jwt: {
      expirationTime: `${lifetimeSeconds}s`,
      async definePayload({ user, session }) {
        const payload = { ...user, role: 'authenticated' }
        const organizationId: unknown = session.activeOrganizationId
        if (!organizations || typeof organizationId !== 'string') return payload
        const { rows } = await pool.query(
          `SELECT o.id, o.slug, m.role
             FROM neon_auth.organization o
             JOIN neon_auth.member m ON m."organizationId" = o.id
            WHERE o.id = $1 AND m."userId" = $2`,
          [organizationId, user.id],
        )
        const membership = activeMembership.safeParse(rows[0])
        return membership.success ? { ...payload, o: membership.data } : payload
      },
    },
  }
}

/**
 * The plugins behind `/token`, `/.well-known/jwks.json`, the `set-auth-jwt` header of get-session
 * and `/token/anonymous`.
 */
export function tokenPlugins(pool: Pool, organizations: boolean) {
  const options = jwtOptions(pool, organizations)
  const anonymous = {
    id: 'anonymous-token',
    endpoints: {
      /** The SDK parses `token` and `expires_at` (seconds); the claims are our choice. */
      getAnonymousToken: createAuthEndpoint('/token/anonymous', { method: 'GET' }, async (ctx) => {
        const iat = Math.floor(Date.now() / 1000)
        const payload = { sub: 'anonymous', role: 'anonymous', iat, exp: iat + lifetimeSeconds }
        const token = await signJWT(ctx, { options, payload })
        return ctx.json({ token, expires_at: payload.exp })
      }),
    },
  }
  return [jwt(options), anonymous]
}
