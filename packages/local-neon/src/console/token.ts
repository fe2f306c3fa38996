import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * What a change through the console's port has to carry: `Authorization: Bearer <token>` from a
 * program, the field `token` in a form of the console's own pages. It is kept in the file `token` of
 * the data folder, for its owner alone, so that programs find it there; in memory it is a new one each
 * time.
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
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const kept = (await readFile(file, 'utf8')).trim()
  if (kept !== '') return kept
  await writeFile(file, `${fresh}\n`, { mode: 0o600 })
  return fresh
}
