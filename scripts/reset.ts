import { removeData } from 'local-neon'
import { dataFolder, loadEnvironment } from './support/environment'
import { main } from './support/main'
import { startMigratedNeon } from './support/migrated-neon'

main(async () => {
  loadEnvironment()
  const folder = dataFolder()
  if (folder === 'memory') throw new Error('LOCAL_NEON_DATA is memory: there is nothing to reset.')
  await removeData(folder)
  await (await startMigratedNeon('http://localhost:3000')).stop()
  console.log(`The local database in ${folder} is new: migrated and seeded.`)
})
