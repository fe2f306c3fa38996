import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode } from '../postgres/embedded/has-code'

/**
 * Every change through the console's port needs it: as `Authorization: Bearer <token>` from programs, or
 * as the field `token` in the console's own forms. It's in the file `token` of the data folder, readable
 * only by its owner, where programs find it; in memory, it's new each time.
 * @throws the file system's error
 */
export async function consoleToken(data: string): Promise<string> {
  const fresh = randomBytes(32).toString('base64url')
  if (data === 'memory') return fresh
  const file = join(data, 'token')
  await mkdir(data, { recursive: true })
  try {
    await writeFile(file, `${fresh}\n`, { mode: 0o600, flag: 'wx' })
    return fresh
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  }
  const kept = (await readFile(file, 'utf8')).trim()
  if (kept !== '') return kept
  await writeFile(file, `${fresh}\n`, { mode: 0o600 })
  return fresh
}
