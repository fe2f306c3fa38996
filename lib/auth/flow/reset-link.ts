import 'server-only'
import { createHash } from 'node:crypto'
import { EncryptJWT, jwtDecrypt } from 'jose'
import { cookieKeys } from '../../env'
import { emailAddress } from '../../text'

const audience = 'password-reset'

/** Its own key, made from the app's secret. */
function keyFrom(secret: string): Uint8Array {
  return createHash('sha256').update(`${audience}:${secret}`).digest()
}

/**
 * Hides the email of a reset link in a parameter of the page it leads to. The link's token names no account;
 * with the email, the new password can sign in at once.
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

/** The email in it, unless it's forged or expired. */
export async function openAddress(sealed: string): Promise<string | undefined> {
  for (const secret of [cookieKeys.signing, ...cookieKeys.older]) {
    try {
      const result = await jwtDecrypt(sealed, keyFrom(secret), { audience })
      return emailAddress.safeParse(result.payload.email).data
    } catch {
      // Made with another key, or by nobody.
    }
  }
  return undefined
}
