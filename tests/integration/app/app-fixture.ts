import { vi } from 'vitest'
import { startLocalNeon, type LocalNeon, type LocalNeonOptions } from 'local-neon'
import { freshDatabase } from 'local-neon/testing'
import type { Pool } from 'pg'
import { migrateDatabase } from '../../../scripts/support/database'

export const driverNames = ['neon-http', 'neon-websocket', 'node-postgres', 'postgres-js'] as const

/**
 * A local Neon with the app's tables, on free ports: with a fresh database, or with one in the folder
 * `data`, which outlives it.
 */
export async function startMigrated(options: Partial<LocalNeonOptions> = {}): Promise<LocalNeon> {
  const { data = 'memory' } = options
  const source =
    data === 'memory'
      ? { postgresUrl: (await freshDatabase()).databaseUrlUnpooled }
      : { prepare: ({ pool }: { pool: Pool }) => migrateDatabase(pool) }
  return startLocalNeon({ rateLimit: false, ...source, ...options, data })
}

/** Adds a post per text, the last one newest. */
export async function addPosts(neon: LocalNeon, ...texts: string[]): Promise<void> {
  for (const [index, text] of texts.entries()) {
    await neon.pool.query(
      `INSERT INTO posts (user_id, content, is_published, published_at)
       VALUES ('somebody', $1, true, timestamptz '2030-01-01 00:00:00Z' + make_interval(mins => $2))`,
      [text, index],
    )
  }
}

/**
 * The app's modules as in a new process with this environment.
 *
 * @param neon what the environment points to
 * @param changes variables that differ from that
 */
export async function loadApp(neon: LocalNeon, changes: Record<string, string> = {}) {
  vi.resetModules()
  const variables = {
    DATABASE_URL: neon.databaseUrl,
    DATABASE_REPLICA_URL: '',
    DATABASE_DRIVER: '',
    NEON_AUTH_BASE_URL: neon.authUrl,
    NEON_AUTH_COOKIE_SECRET: 'x'.repeat(32),
    ...changes,
  }
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
  const [{ db, closeDatabases }, reads, posts, readiness, recentWrite] = await Promise.all([
    import('@/lib/db/client'),
    import('@/lib/db/read'),
    import('@/lib/posts/list'),
    import('@/app/api/ready/readiness'),
    import('@/lib/db/recent-write'),
  ])
  return {
    db,
    closeDatabases,
    ...reads,
    ...readiness,
    ...recentWrite,
    /** The parts of published posts these tests check. */
    async listPublishedPosts(limit?: number) {
      const { rows } = await posts.listPublishedPosts({ limit })
      return rows.map(({ id, excerpt, publishedAt }) => ({ id, content: excerpt, publishedAt }))
    },
  }
}

/** A promise's error, and after how many milliseconds; it must fail. */
export async function failureOf(work: Promise<unknown>) {
  const begin = performance.now()
  try {
    await work
  } catch (error) {
    return { error, milliseconds: performance.now() - begin }
  }
  throw new Error('It did not fail.')
}

/** The SQLSTATE of an error or its cause. */
export function sqlState(error: unknown): unknown {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && at.code) return at.code
  }
  return undefined
}
