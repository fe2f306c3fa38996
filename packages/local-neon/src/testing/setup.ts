import pg from 'pg'
import { startLocalNeon } from '../index'
import type { LocalNeonOptions } from '../index'
import { quoteIdentifier } from '../postgres/quote'
import { announceServer, findServer } from './server'
import { databaseAt } from './fresh-database'

const TEMPLATE = 'local_neon_template'

/** Options for `setupLocalNeon`: `prepare` makes the tables; data is in memory unless set otherwise. */
export type TestSetup = Partial<LocalNeonOptions>

/**
 * The global setup for both Vitest and Playwright: `export default setupLocalNeon({ prepare })` in the file
 * their `globalSetup` names. It starts a local Neon for the whole run, on free ports and without rate
 * limits, and sets its variables (`DATABASE_URL`, …). `prepare` runs twice: on its database, and on
 * `freshDatabase`'s template.
 *
 * @returns a function that starts it and returns one that stops it
 */
export function setupLocalNeon(options: TestSetup = {}): () => Promise<() => Promise<void>> {
  return async () => {
    // Vitest runs the setup once per project; one local Neon is enough for all.
    if (findServer() !== undefined) return async () => {}
    const neon = await startLocalNeon({ data: 'memory', rateLimit: false, ...options })
    try {
      await makeTemplate(neon.databaseUrlUnpooled, options.prepare)
    } catch (error) {
      await neon.stop()
      throw error
    }
    const { databaseUrl, databaseUrlUnpooled, variables } = neon
    announceServer({ databaseUrl, databaseUrlUnpooled, template: TEMPLATE, variables })
    Object.assign(process.env, variables)
    return async () => {
      announceServer(null)
      await neon.stop()
    }
  }
}

async function makeTemplate(url: string, prepare: TestSetup['prepare']): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(TEMPLATE)} WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${quoteIdentifier(TEMPLATE)}`)
  } finally {
    await client.end()
  }
  const { migrateAuth } = await import('../auth/server')
  const pool = new pg.Pool({ connectionString: databaseAt(url, TEMPLATE) })
  try {
    await migrateAuth(pool)
    await prepare?.({ pool, isNew: true })
  } finally {
    // A template can't be cloned while anyone is connected.
    await pool.end()
  }
}
