import { symmetricDecrypt } from 'better-auth/crypto'
import type { betterAuth } from 'better-auth'
import type { Pool } from 'pg'
import { z } from 'zod'
import type { SigningKey } from '../webhooks/sign'
import { jwksPath } from './tokens'

const jwkSchema = z.object({ kty: z.string(), crv: z.string(), x: z.string(), d: z.string() })

/**
 * The newest key in `neon_auth.jwks`, which Better Auth signs tokens with; made if there is none.
 * @throws if it can't be read because another project left it
 */
export function createKeys(pool: Pool, current: () => Promise<ReturnType<typeof betterAuth>>) {
  const newest = async () => {
    const { rows } = await pool.query<{ id: string; privateKey: string }>(
      'SELECT id, "privateKey" FROM neon_auth.jwks ORDER BY "createdAt" DESC LIMIT 1',
    )
    return rows[0]
  }
  return async (): Promise<SigningKey> => {
    const auth = await current()
    const context = await auth.$context
    let row = await newest()
    if (!row) {
      // Asking for the keys makes one.
      await auth.handler(new Request(`${context.baseURL}${jwksPath}`))
      row = await newest()
    }
    if (!row) throw new Error('Neon Auth has no key to sign with.')
    const data: unknown = JSON.parse(row.privateKey)
    const text = await symmetricDecrypt({
      key: context.secretConfig,
      data: z.string().parse(data),
    })
    return { kid: row.id, jwk: jwkSchema.parse(JSON.parse(text)) }
  }
}
