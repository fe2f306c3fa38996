import { randomUUID } from 'node:crypto'
import { freshDatabase, type FreshDatabase } from 'local-neon/testing'

/**
 * A database with the app's tables, and the environment the app needs to use it. The app's modules read the
 * environment when they load: import them after this, with `import()`. `DATABASE_DRIVER` and
 * `TEST_POSTGRES_URL` choose the driver and the engine.
 */
export async function startWorld(): Promise<FreshDatabase> {
  const database = await freshDatabase()
  Object.assign(process.env, database.variables)
  return database
}

/** Adds a person to Neon Auth's table; returns the id. */
export async function addUser(
  { pool }: FreshDatabase,
  name: string,
  image?: string,
): Promise<string> {
  const id = randomUUID()
  await pool.query(
    `INSERT INTO neon_auth."user" (id, name, email, "emailVerified", image, "createdAt", "updatedAt")
     VALUES ($1, $2, $3, true, $4, now(), now())`,
    [id, name, `${id}@example.com`, image ?? null],
  )
  return id
}
