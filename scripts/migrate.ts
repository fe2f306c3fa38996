import { describe, main, migrateDatabase, withDatabase } from './database'

main(() =>
  withDatabase(async (pool, url) => {
    await migrateDatabase(pool)
    console.log(`Migrations applied to ${describe(url)}.`)
  }),
)
