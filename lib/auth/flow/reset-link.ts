import 'server-only'
import { createHash } from 'node:crypto'
import { EncryptJWT, jwtDecrypt } from 'jose'
import { cookieKeys } from '../../env'
import { emailAddress } from '../../text'

const audience = 'password-reset'

/** A key of its own, made from a secret of the app. */
function keyFrom(secret: string): Uint8Array {
  return createHash('sha256').update(`${audience}:${secret}`).digest()
}

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
    .encrypt(keyFrom(cookieKeys.signing))
}

/** The address in it, unless it is forged or too old. */
export async function openAddress(sealed: string): Promise<string | undefined> {
  for (const secret of [cookieKeys.signing, ...cookieKeys.older]) {
    try {
      const result = await jwtDecrypt(sealed, keyFrom(secret), { audience })
      return emailAddress.safeParse(result.payload.email).data
    } catch {
      // Of another key, or of nobody.
    }
  }
  return undefined
}
