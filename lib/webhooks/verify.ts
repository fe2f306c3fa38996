import 'server-only'
import { createRemoteJWKSet, errors, flattenedVerify } from 'jose'
import { env } from '../env'

/** How far a request's time may be from ours, in milliseconds: older ones are replayed. */
export const timeTolerance = 5 * 60_000

/** Why a request is none of Neon Auth's. */
export type Forgery = 'unsigned' | 'expired'

/** Kept in memory, and fetched anew for a key that is not known yet, at most twice a minute. */
const keys = createRemoteJWKSet(new URL(`${env.NEON_AUTH_BASE_URL}/.well-known/jwks.json`), {
  timeoutDuration: 2000,
  cooldownDuration: 30_000,
})

/**
 * Checks that Neon Auth has sent this body, and lately.
 *
 * The signature is a JWS without its payload, by the key that `X-Neon-Signature-Kid` names; what is
 * signed is the time and the body in base64url, joined by a dot.
 *
 * @param body as it came, byte for byte
 * @returns null when it has, else what is wrong
 * @throws when Neon Auth's keys cannot be had
 */
export async function findForgery(headers: Headers, body: Uint8Array): Promise<Forgery | null> {
  const kid = headers.get('x-neon-signature-kid')
  const timestamp = headers.get('x-neon-timestamp')
  const [header, middle, signature, ...more] = headers.get('x-neon-signature')?.split('.') ?? []
  if (!kid || !header || middle !== '' || !signature || more.length > 0) return 'unsigned'
  if (!timestamp || !/^\d{1,15}$/.test(timestamp)) return 'unsigned'

  const signed = `${timestamp}.${Buffer.from(body).toString('base64url')}`
  const jws = {
    protected: header,
    payload: Buffer.from(signed, 'utf8').toString('base64url'),
    signature,
  }
  try {
    const key = await keys({ alg: 'EdDSA', kid })
    await flattenedVerify(jws, key, { algorithms: ['EdDSA'] })
  } catch (error) {
    const isForged =
      error instanceof errors.JWSInvalid ||
      error instanceof errors.JWSSignatureVerificationFailed ||
      error instanceof errors.JOSEAlgNotAllowed ||
      error instanceof errors.JOSENotSupported ||
      error instanceof errors.JWKSNoMatchingKey
    if (isForged) return 'unsigned'
    throw error
  }
  return Math.abs(Date.now() - Number(timestamp)) > timeTolerance ? 'expired' : null
}
