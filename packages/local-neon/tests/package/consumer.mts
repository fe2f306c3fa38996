import { startLocalNeon } from 'local-neon'
import type { LocalNeon } from 'local-neon'
import { freshDatabase } from 'local-neon/testing'

export async function use(): Promise<string> {
  await using local: LocalNeon = await startLocalNeon({ data: 'memory' })
  // @ts-expect-error the types are there: it is a string
  const port: number = local.databaseUrl
  // @ts-expect-error and so is what comes from other packages: there is no such method
  local.pool.ask('SELECT 1')
  // @ts-expect-error nor such a setting
  await local.auth.settings.set({ noSuchSetting: true })
  // @ts-expect-error nor such an option
  await startLocalNeon({ data: 'memory', noSuchOption: port })
  await using database = await freshDatabase()
  return database.databaseUrl
}
