import { randomUUID } from 'node:crypto'
import { startLocalNeon, type LocalNeon } from 'local-neon'
import { migrateDatabase } from '../../../scripts/support/database'

/**
 * A local Neon in memory with the app's tables, and the environment that the app needs to use it. The
 * app's modules read the environment when they are loaded: import them after this, with `import()`.
 * `DATABASE_DRIVER` and `TEST_POSTGRES_URL` choose the driver and the engine.
 */
export async function startWorld(): Promise<LocalNeon> {
  const postgresUrl = process.env.TEST_POSTGRES_URL
  const neon = await startLocalNeon({
    data: 'memory',
    ...(postgresUrl && { postgresUrl }),
    prepare: ({ pool }) => migrateDatabase(pool),
  })
  process.env.DATABASE_URL = neon.databaseUrl
  process.env.NEON_AUTH_BASE_URL = neon.authUrl
  process.env.NEON_AUTH_COOKIE_SECRET = 'only-for-tests-and-nothing-else-0123456789'
  return neon
}

/** Adds a person to Neon Auth's table; gives their id. */
export async function addUser(neon: LocalNeon, name: string, image?: string): Promise<string> {
  const id = randomUUID()
  await neon.pool.query(
    `INSERT INTO neon_auth."user" (id, name, email, "emailVerified", image, "createdAt", "updatedAt")
     VALUES ($1, $2, $3, true, $4, now(), now())`,
    [id, name, `${id}@example.com`, image ?? null],
  )
  return id
}
