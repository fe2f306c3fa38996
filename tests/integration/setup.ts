import { setupLocalNeon } from 'local-neon/testing'
import { migrateDatabase } from '../../scripts/support/database'

const postgresUrl = process.env.TEST_POSTGRES_URL

/** One local Neon for all these tests; `freshDatabase` gives each file a database with the app's tables. */
export default setupLocalNeon({
  ...(postgresUrl && { postgresUrl }),
  prepare: ({ pool }) => migrateDatabase(pool),
})
