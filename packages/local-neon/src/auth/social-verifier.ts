import { createHash, randomBytes } from 'node:crypto'
import type { GenericEndpointContext } from 'better-auth'
import { APIError } from 'better-auth/api'
import { z } from 'zod'

/**
 * The end of Neon's social sign-in. The browser that started it has a challenge (a cookie on the app's
 * origin); the browser that returns from the provider has a verifier (in the URL). The session takes
 * both, so a link that someone else started, or a leaked verifier, opens nothing.
 * https://github.com/neondatabase/neon-js (packages/auth/src/server/middleware/oauth.ts)
 */
export const verifierParam = 'neon_auth_session_verifier'

/** The old and new spellings; Neon sets both. https://github.com/neondatabase/neon-js/pull/141 */
const challengeCookies = ['session_challange', 'session_challenge']

/** Seconds from the start of a sign-in to redeeming its verifier. */
const lifetime = 10 * 60

/** What's kept of a challenge while the person is at the provider. */
export interface Challenge {
  /** SHA-256 of the cookie's value. */
  hash: string
  /** Milliseconds since 1970. */
  expiresAt: number
}

export const challengeSchema = z.object({ hash: z.string(), expiresAt: z.number() })

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

function identifierOf(verifier: string, challengeHash: string): string {
  return `social-verifier:${sha256(`${verifier}.${challengeHash}`)}`
}

function refusal(code: string, message: string): APIError {
  return new APIError('BAD_REQUEST', { code, message })
}

/** `VERIFICATION_NOT_FOUND`: the token or verifier is wrong, used up, or too old. */
export function verificationNotFound(): APIError {
  return refusal('VERIFICATION_NOT_FOUND', 'Verification not found')
}

/** Makes a challenge and sets its cookies on the answer. */
export function setChallenge(ctx: GenericEndpointContext): Challenge {
  const value = randomBytes(32).toString('base64url')
  for (const name of challengeCookies) {
    const cookie = ctx.context.createAuthCookie(name, { maxAge: lifetime })
    ctx.setCookie(cookie.name, value, cookie.attributes)
  }
  return { hash: sha256(value), expiresAt: Date.now() + lifetime * 1000 }
}

/**
 * Stores a session for the browser with the challenge, and returns the verifier. If consent took longer
 * than the challenge lives, the verifier no longer works, as in the cloud:
 * https://github.com/neondatabase/neon-js/issues/227
 */
export async function createVerifier(
  ctx: GenericEndpointContext,
  challenge: Challenge,
  sessionToken: string,
): Promise<string> {
  const verifier = randomBytes(32).toString('base64url')
  await ctx.context.internalAdapter.createVerificationValue({
    identifier: identifierOf(verifier, challenge.hash),
    value: sessionToken,
    expiresAt: new Date(challenge.expiresAt),
  })
  return verifier
}

/**
 * The session behind a verifier, once. Removes the challenge cookies.
 * @throws APIError 400 SESSION_CHALLANGE_COOKIE_NOT_FOUND (Neon's spelling) without the cookie,
 *   400 VERIFICATION_NOT_FOUND if verifier or challenge is wrong, used, or too old
 */
export async function redeemVerifier(ctx: GenericEndpointContext, verifier: string) {
  const cookies = challengeCookies.map((name) => ctx.context.createAuthCookie(name, { maxAge: 0 }))
  const values = cookies
    .map((cookie) => ctx.getCookie(cookie.name))
    .filter((value) => value !== null)
  if (values.length === 0) {
    throw refusal('SESSION_CHALLANGE_COOKIE_NOT_FOUND', 'Session challange cookie not found')
  }
  for (const challenge of new Set(values)) {
    const identifier = identifierOf(verifier, sha256(challenge))
    const row = await ctx.context.internalAdapter.consumeVerificationValue(identifier)
    const found = row && (await ctx.context.internalAdapter.findSession(row.value))
    if (!found) continue
    for (const cookie of cookies) ctx.setCookie(cookie.name, '', cookie.attributes)
    return found
  }
  throw verificationNotFound()
}
