import { rm } from 'node:fs/promises'
import { startLocalNeon } from 'local-neon'
import { main } from './database'
import { dataFolder, startMigratedNeon } from './local-neon-process'

main(async () => {
  const folder = dataFolder()
  if (folder === 'memory') throw new Error('LOCAL_NEON_DATA is memory: there is nothing to reset.')
  // Taking the folder first makes sure that no running local Neon loses its files.
  await (await startLocalNeon({ data: folder })).stop()
  await rm(folder, { recursive: true, force: true })
  await (await startMigratedNeon('http://localhost:3000')).stop()
  console.log(`The local database in ${folder} is new: migrated and seeded.`)
})
