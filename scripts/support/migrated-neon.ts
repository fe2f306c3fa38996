import { startLocalNeon, type LocalNeon, type LocalNeonOptions } from 'local-neon'
import type pg from 'pg'
import { emptyDatabase, migrateDatabase } from './database'
import { dataFolder } from './environment'
import { addDemoAccount, addGuidePosts, addSampleAuthors, demoAccount } from './sample-data'

/** A local Neon, and a promise that settles with a sentence if it crashes. */
export type WatchedNeon = LocalNeon & { failed: Promise<string> }

/**
 * Starts local Neon as the environment asks, with the app's tables and sample data.
 *
 * @param appOrigin the app's origin, where the demo account signs up
 */
export async function startMigratedNeon(
  appOrigin: string,
  options: Partial<LocalNeonOptions> = {},
): Promise<WatchedNeon> {
  let fail: (reason: string) => void = () => {}
  const failed = new Promise<string>((resolve) => (fail = resolve))
  let isFirst = false
  const neon: LocalNeon = await startLocalNeon({
    onCrash: (reason) => fail(`Local Neon ended: ${reason.message}`),
    data: dataFolder(),
    postgresUrl: process.env.LOCAL_NEON_POSTGRES_URL || undefined,
    prepare: async ({ pool }) => {
      isFirst = !(await hasMigrations(pool))
      await migrateDatabase(pool)
      if (isFirst) await addGuidePosts(pool)
    },
    ...(process.env.LOCAL_NEON_FOLLOW_GIT === 'on' && { followGit: process.cwd() }),
    // The app's limiter, which would clutter the list.
    quiet: /"rate_limits"/,
    reseed: async () => {
      await emptyDatabase(neon.pool)
      await migrateDatabase(neon.pool)
      await addGuidePosts(neon.pool)
      await addSampleAuthors(neon.pool)
      await addDemoAccount(neon.authUrl, appOrigin)
    },
    ...options,
  })
  try {
    if (isFirst) {
      await neon.auth.settings.set({ socialProviders: ['google', 'github'] })
      await addSampleAuthors(neon.pool)
      await addDemoAccount(neon.authUrl, appOrigin)
    }
  } catch (error) {
    await neon.stop()
    throw error
  }
  return { ...neon, failed }
}

/** Whether the app has used this database before; `local-neon` alone makes one without its tables. */
async function hasMigrations(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ known: boolean }>(
    `SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS known`,
  )
  return rows[0]?.known === true
}

/** The app's variables for a local Neon. */
export function environmentFor(neon: LocalNeon): Record<string, string> {
  return {
    ...neon.variables,
    AUTH_PROVIDERS: 'google,github',
    DEMO_EMAIL: demoAccount.email,
    DEMO_PASSWORD: demoAccount.password,
    // For the app's own emails, if NEON_AUTH_WEBHOOKS is on.
    MAIL_API_URL: `${neon.consoleUrl}/api/mails`,
    MAIL_API_KEY: neon.token,
    MAIL_FROM: 'The app <app@example.com>',
  }
}

/**
 * Makes Neon Auth send its webhooks to the app while NEON_AUTH_WEBHOOKS is on, and stops it when it's off.
 * Leaves another app's URL alone.
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
