/** An app's variables for Neon, with the names from Neon's own command line. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { hasCode } from './postgres/embedded/has-code'

/** What an app needs to know, with the names from `neon env pull`. */
export interface Variables extends Record<string, string> {
  DATABASE_URL: string
  DATABASE_URL_UNPOOLED: string
  NEON_AUTH_BASE_URL: string
  NEON_AUTH_JWKS_URL: string
  /** Signs the SDK's session cookie. Neon gives none: every app makes its own. */
  NEON_AUTH_COOKIE_SECRET: string
}

/** A local Neon's variables. */
export function variablesFor(
  neon: { databaseUrl: string; databaseUrlUnpooled: string; authUrl: string; jwksUrl: string },
  cookieSecret: string,
): Variables {
  return {
    DATABASE_URL: neon.databaseUrl,
    DATABASE_URL_UNPOOLED: neon.databaseUrlUnpooled,
    NEON_AUTH_BASE_URL: neon.authUrl,
    NEON_AUTH_JWKS_URL: neon.jwksUrl,
    NEON_AUTH_COOKIE_SECRET: cookieSecret,
  }
}

/**
 * A data folder's cookie secret, kept there so sign-ins survive a restart.
 *
 * @param dataFolder the folder, or `memory`, which gets a new one each time
 */
export function cookieSecret(dataFolder: string): string {
  const fresh = randomBytes(32).toString('base64url')
  if (dataFolder === 'memory') return fresh
  const file = join(resolve(dataFolder), 'cookie-secret')
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
  mkdirSync(resolve(dataFolder), { recursive: true })
  writeFileSync(file, `${fresh}\n`, { mode: 0o600 })
  return fresh
}
