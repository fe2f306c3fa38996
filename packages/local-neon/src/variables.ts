/** The variables that an app uses a Neon with, under the names of Neon's own command line. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { hasCode } from './postgres/embedded/has-code'

/** What an app has to know, by the names that `neon env pull` gives. */
export interface Variables extends Record<string, string> {
  DATABASE_URL: string
  DATABASE_URL_UNPOOLED: string
  NEON_AUTH_BASE_URL: string
  NEON_AUTH_JWKS_URL: string
  /** Signs the session cookie of the SDK. Neon gives none: every app makes its own. */
  NEON_AUTH_COOKIE_SECRET: string
}

/** The variables for a local Neon. */
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
 * The cookie secret of a data folder, kept there so that sign-ins outlive a restart.
 *
 * @param dataFolder the folder, or `memory`, which has a new one each time
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
