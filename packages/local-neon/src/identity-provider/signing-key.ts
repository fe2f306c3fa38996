import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { JWK, JWTPayload } from 'jose'

/** The key that signs id_tokens. RS256, like Google's and Vercel's. */
export interface SigningKey {
  publicJwk: JWK
  /** Signs the claims unchanged: `iat` and `exp` (seconds since 1970) are the caller's. */
  sign(claims: JWTPayload): Promise<string>
}

async function generateSigningKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = await exportJWK(publicKey)
  const kid = await calculateJwkThumbprint(jwk)
  return {
    publicJwk: { ...jwk, kid, alg: 'RS256', use: 'sig' },
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' }).sign(privateKey),
  }
}

/** Returns the key, made on the first call: an RSA key takes a moment, and most starts need none. */
export function createSigningKey(): () => Promise<SigningKey> {
  let key: Promise<SigningKey> | undefined
  return () => (key ??= generateSigningKey())
}

/** The `at_hash` claim: the left half of the token's SHA-256. OpenID Connect Core 1.0, 3.1.3.6. */
export function accessTokenHash(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url')
}
