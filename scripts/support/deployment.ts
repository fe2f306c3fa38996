/** Whether a build on a host migrates its database, and why: a sentence for the build's log. */
export interface MigrationDecision {
  migrates: boolean
  reason: string
}

/**
 * Decides whether a deployment migrates its database. Production does; a preview only if it's known to have
 * its own, since it could otherwise change production's.
 *
 * @param env the host's variables: Vercel's `VERCEL_ENV` or Netlify's `CONTEXT`, and `MIGRATE_PREVIEWS`
 */
export function migratesHere(env: Record<string, string | undefined>): MigrationDecision {
  const stage = env.VERCEL_ENV || env.CONTEXT
  if (!env.DATABASE_URL_UNPOOLED && !env.DATABASE_URL) {
    return { migrates: false, reason: 'Not migrating: there is no DATABASE_URL.' }
  }
  if (stage === 'production') return { migrates: true, reason: 'Migrating: this is production.' }
  if (env.MIGRATE_PREVIEWS === 'on') {
    return { migrates: true, reason: `Migrating: MIGRATE_PREVIEWS is on (${stage ?? 'no stage'}).` }
  }
  return {
    migrates: false,
    reason: `Not migrating (${stage ?? 'no stage'}): set MIGRATE_PREVIEWS=on where previews have a database of their own.`,
  }
}
