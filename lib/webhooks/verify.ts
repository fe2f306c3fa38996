import 'server-only'
import { createRemoteJWKSet, errors, flattenedVerify } from 'jose'
import { env } from '../env'

/** How far a request's time may be from ours, in milliseconds: older ones are replays. */
export const timeTolerance = 5 * 60_000

/** Why a request isn't from Neon Auth. */
export type Forgery = 'unsigned' | 'expired'

/** Kept in memory, and refetched for an unknown key, at most twice a minute. */
const keys = createRemoteJWKSet(new URL(`${env.NEON_AUTH_BASE_URL}/.well-known/jwks.json`), {
  timeoutDuration: 2000,
  cooldownDuration: 30_000,
})

/**
 * Checks that Neon Auth sent this body, and recently.
 *
 * The signature is a JWS without its payload, made with the key named by `X-Neon-Signature-Kid` over the time
 * and the body in base64url, joined by a dot.
 *
 * @param body as received, byte for byte
 * @returns null if so, else what's wrong
 * @throws if Neon Auth's keys can't be fetched
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
