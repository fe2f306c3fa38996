import { buildNext } from './support/next-process'
import { migratesHere } from './support/deployment'
import { migrateDatabase, withDatabase } from './support/database'
import { main } from './support/main'

/** The build on Vercel and Netlify: first the build, which can fail, then the migrations. */
main(async () => {
  const decision = migratesHere(process.env)
  await buildNext()
  console.log(decision.reason)
  if (!decision.migrates) return
  await withDatabase(async (pool, { name }) => {
    await migrateDatabase(pool)
    console.log(`Migrations applied to ${name}.`)
  })
})
