/** Whether a build on a host brings its database up to date, and why: a sentence for the build's log. */
export interface MigrationDecision {
  migrates: boolean
  reason: string
}

/**
 * Decides whether a deployment migrates its database. Production does; a preview only when it is said
 * that it has a database of its own, since it could otherwise change production's.
 *
 * @param env the variables of the host: `VERCEL_ENV` of Vercel or `CONTEXT` of Netlify, and
 *   `MIGRATE_PREVIEWS`
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
