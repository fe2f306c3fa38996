import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { lockFolder } from './postgres/pglite/cluster/folder-lock'

/** One of these is in every data folder, whichever version made it. */
const MARKS = ['postgres', 'lock.pid', 'cookie-secret', 'password']

/**
 * Deletes a data folder with everything in it.
 *
 * @returns whether there was one
 * @throws FolderInUse while a local Neon runs on it; an Error when the folder is something else
 */
export async function removeData(folder: string): Promise<boolean> {
  if (!existsSync(folder)) return false
  const entries = await readdir(folder)
  if (entries.length > 0 && !MARKS.some((mark) => entries.includes(mark))) {
    throw new Error(`${folder} is no data folder of local Neon. Nothing was deleted.`)
  }
  // Taking the folder first makes sure that no running local Neon loses its files.
  lockFolder(folder)
  // The lock goes last: until then nobody else may begin here.
  for (const entry of entries.filter((name) => name !== 'lock.pid')) {
    await rm(join(folder, entry), { recursive: true, force: true })
  }
  await rm(folder, { recursive: true, force: true })
  return true
}
