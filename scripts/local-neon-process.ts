import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { startLocalNeon, type LocalNeon, type LocalNeonOptions } from 'local-neon'
import { emptyDatabase, migrateDatabase } from './database'
import { choosePort } from './ports'
import { addDemoAccount, addSamplePosts, demoAccount } from './sample-data'

/** Where local Neon keeps its data: a folder, or `memory`. */
export function dataFolder(): string {
  const chosen = process.env.LOCAL_NEON_DATA || '.local-neon'
  return chosen === 'memory' ? chosen : resolve(chosen)
}

/** A local Neon, and a promise that settles with a sentence should it die of itself. */
export type WatchedNeon = LocalNeon & { failed: Promise<string> }

/**
 * Starts local Neon as the environment asks: migrated, and seeded when the database is new.
 *
 * @param appOrigin the app's origin, in whose name the demo account signs up
 */
export async function startMigratedNeon(
  appOrigin: string,
  options: Partial<LocalNeonOptions> = {},
): Promise<WatchedNeon> {
  let fail: (reason: string) => void = () => {}
  const failed = new Promise<string>((resolve) => (fail = resolve))
  const neon: LocalNeon = await startLocalNeon({
    onCrash: (reason) => fail(`Local Neon ended: ${reason.message}`),
    data: dataFolder(),
    postgresUrl: process.env.LOCAL_NEON_POSTGRES_URL || undefined,
    prepare: async ({ pool, isNew }) => {
      await migrateDatabase(pool)
      if (isNew) await addSamplePosts(pool)
    },
    // The app's limiter; it runs beside whatever somebody wants to see.
    quiet: /"rate_limits"/,
    reseed: async () => {
      await emptyDatabase(neon.pool)
      await migrateDatabase(neon.pool)
      await addSamplePosts(neon.pool)
      await addDemoAccount(neon.authUrl, appOrigin)
    },
    ...options,
  })
  try {
    if (neon.isNew) {
      await neon.auth.settings.set({ socialProviders: ['google', 'github'] })
      await addDemoAccount(neon.authUrl, appOrigin)
    }
  } catch (error) {
    await neon.stop()
    throw error
  }
  return { ...neon, failed }
}

/** The ports of local Neon: what the environment chooses, else the first that are free. */
export async function choosePorts(): Promise<NonNullable<LocalNeonOptions['ports']>> {
  const sql = await choosePort('LOCAL_NEON_PORT', 5440, 3)
  const postgres = await choosePort('LOCAL_NEON_PG_PORT', sql + 3)
  return {
    sql,
    auth: sql + 1,
    console: sql + 2,
    postgres,
    identityProvider: sql + 4,
    strict: ['sql', 'auth', 'console', 'postgres'],
  }
}

/** The variables that any app needs to use a local Neon, under the names of Neon's command line. */
export function neonEnvironment(neon: LocalNeon): Record<string, string> {
  return {
    DATABASE_URL: neon.databaseUrl,
    DATABASE_URL_UNPOOLED: neon.databaseUrlUnpooled,
    NEON_AUTH_BASE_URL: neon.authUrl,
    NEON_AUTH_JWKS_URL: neon.jwksUrl,
    NEON_AUTH_COOKIE_SECRET: cookieSecret(),
  }
}

/** The variables that our own app uses a local Neon with. */
export function environmentFor(neon: LocalNeon): Record<string, string> {
  return {
    ...neonEnvironment(neon),
    AUTH_PROVIDERS: 'google,github',
    DEMO_EMAIL: demoAccount.email,
    DEMO_PASSWORD: demoAccount.password,
    // The app's own mails, should NEON_AUTH_WEBHOOKS be on.
    MAIL_API_URL: `${neon.consoleUrl}/api/mails`,
    MAIL_API_KEY: neon.token,
    MAIL_FROM: 'The app <app@example.com>',
  }
}

/**
 * Lets Neon Auth send its webhooks to the app when NEON_AUTH_WEBHOOKS is on, and no longer when it is
 * off. Another app's address is left alone.
 */
export async function connectWebhooks(neon: LocalNeon, appUrl: string): Promise<void> {
  const path = '/api/webhooks/neon-auth'
  const { settings } = neon.auth.webhooks
  if (process.env.NEON_AUTH_WEBHOOKS === 'on') {
    const events = ['send.otp', 'send.magic_link', 'user.before_create', 'user.created'] as const
    await settings.set({ enabled: true, url: `${appUrl}${path}`, events: [...events] })
  } else if ((await settings.get()).url?.endsWith(path)) {
    await settings.set({ enabled: false })
  }
}

/** A secret of this data folder's own, kept so that sign-ins outlive a restart. */
function cookieSecret(): string {
  const folder = dataFolder()
  const fresh = randomBytes(32).toString('base64url')
  if (folder === 'memory') return fresh
  const file = join(folder, 'cookie-secret')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, `${fresh}\n`, { mode: 0o600 })
  return fresh
}
