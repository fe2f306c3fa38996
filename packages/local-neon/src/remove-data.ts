import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lockFolder } from './postgres/embedded/folder-lock'
import { endLeftovers } from './postgres/embedded/leftover'

/** Every data folder has one of these, whichever version made it. */
const MARKS = ['postgres', 'lock.pid', 'cookie-secret', 'password']

/**
 * Deletes a data folder and all its content.
 *
 * @returns whether there was one
 * @throws FolderInUse while a local Neon is using it; an Error if the folder is something else
 */
export async function removeData(folder: string): Promise<boolean> {
  if (!existsSync(folder)) return false
  const entries = await readdir(folder)
  if (entries.length > 0 && !MARKS.some((mark) => entries.includes(mark))) {
    throw new Error(`${folder} isn’t a local Neon data folder. Nothing was deleted.`)
  }
  const run = await mkdtemp(join(tmpdir(), 'local-neon-'))
  try {
    // Locking the folder first makes sure no running local Neon loses its files.
    const release = await lockFolder(folder, run)
    await endLeftovers(join(folder, 'postgres'))
    for (const entry of entries.filter((name) => name !== 'lock.pid')) {
      await rm(join(folder, entry), { recursive: true, force: true })
    }
    await release()
    // Empty by now, unless someone started again in it.
    await rmdir(folder).catch(() => {})
    return true
  } finally {
    await rm(run, { recursive: true, force: true })
  }
}
