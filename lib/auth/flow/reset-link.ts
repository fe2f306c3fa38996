import 'server-only'
import { createHash } from 'node:crypto'
import { EncryptJWT, jwtDecrypt } from 'jose'
import { env } from '../../env'
import { emailAddress } from '../../text'

const audience = 'password-reset'

/** A key of its own, made from the one secret of the app. */
const key = createHash('sha256').update(`${audience}:${env.NEON_AUTH_COOKIE_SECRET}`).digest()

/**
 * Hides the address that a reset link is for in a parameter of the page that it leads to. The token of
 * the link names no account, and with the address the new password can sign in at once.
 *
 * @returns a JWE; good for twenty minutes, while the link lives fifteen
 */
export function sealAddress(email: string): Promise<string> {
  return new EncryptJWT({ email })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setAudience(audience)
    .setExpirationTime('20m')
    .encrypt(key)
}

/** The address in it, unless it is forged or too old. */
export async function openAddress(sealed: string): Promise<string | undefined> {
  try {
    const result = await jwtDecrypt(sealed, key, { audience })
    return emailAddress.safeParse(result.payload.email).data
  } catch {
    return undefined
  }
}
