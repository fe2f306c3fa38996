import { migrateDatabase, withDatabase } from './support/database'
import { main } from './support/main'

main(() =>
  withDatabase(async (pool, { name }) => {
    try {
      await migrateDatabase(pool)
    } catch (cause) {
      throw new Error(`The migrations were not applied to ${name}.`, { cause })
    }
    console.log(`Migrations applied to ${name}.`)
  }),
)
