import { migrateDatabase, withDatabase } from './support/database'
import { main } from './support/main'

main(() =>
  withDatabase(async (pool, { name }) => {
    await migrateDatabase(pool)
    console.log(`Migrations applied to ${name}.`)
  }),
)
