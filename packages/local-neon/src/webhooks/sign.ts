import { CompactSign, importJWK } from 'jose'
import type { JWK } from 'jose'

/** A private key in the JWKS, with its id there. */
export interface SigningKey {
  kid: string
  jwk: JWK
}

/**
 * The headers that let a receiver check a request: a detached JWS over the time and the body. The body
 * is encoded twice: once to bind the time to it, and once as in any JWS.
 * @param timestamp milliseconds since 1970
 */
export async function signedHeaders(
  body: string,
  timestamp: number,
  { kid, jwk }: SigningKey,
): Promise<Record<string, string>> {
  const payload = `${timestamp}.${Buffer.from(body, 'utf8').toString('base64url')}`
  const jws = await new CompactSign(Buffer.from(payload, 'utf8'))
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWS', kid })
    .sign(await importJWK(jwk, 'EdDSA'))
  const [header = '', , signature = ''] = jws.split('.')
  return {
    'X-Neon-Signature': `${header}..${signature}`,
    'X-Neon-Signature-Kid': kid,
    'X-Neon-Timestamp': String(timestamp),
  }
}
