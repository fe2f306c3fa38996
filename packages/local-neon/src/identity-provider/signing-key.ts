import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { JWK, JWTPayload } from 'jose'

/** The key with which id_tokens are signed. RS256, as Google and Vercel do. */
export interface SigningKey {
  publicJwk: JWK
  /** Signs the claims as they are: `iat` and `exp` (seconds since 1970) are the caller's. */
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

/** Gives the key, made at the first call: an RSA key costs a moment that most starts need not spend. */
export function createSigningKey(): () => Promise<SigningKey> {
  let key: Promise<SigningKey> | undefined
  return () => (key ??= generateSigningKey())
}

/** The `at_hash` claim: the left half of the token's SHA-256. OpenID Connect Core 1.0, 3.1.3.6. */
export function accessTokenHash(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url')
}
