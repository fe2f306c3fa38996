/** Saved queries: `.sql` files in a project folder, to read, change and commit like others. */
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode } from '../../postgres/embedded/has-code'
import { Problem } from '../../problem'

export interface SavedQuery {
  name: string
  sql: string
  /** Changes with the text. */
  version: string
}

export class SavedQueryError extends Problem {
  override name = 'SavedQueryError'
  constructor(
    readonly code: 'invalid_name' | 'not_found' | 'conflict' | 'too_large',
    message: string,
  ) {
    super(code, message)
  }
}

/** In bytes; anything longer wasn't written here. */
const LONGEST = 1_000_000

/** Letters, digits, spaces, `_`, `-` and `.`; first a letter or digit, last not a space or dot. */
const NAME = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} _.-]{0,78}[\p{L}\p{M}\p{N}_-])?$/u
/** Windows device names, whatever follows their dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** @throws SavedQueryError for a name that could lead elsewhere */
function fileOf(folder: string, name: string): string {
  if (!NAME.test(name) || DEVICE.test(name)) {
    const message =
      'Use up to 80 letters, digits, spaces, “_”, “-” and “.”, beginning with a letter or digit.'
    throw new SavedQueryError('invalid_name', message)
  }
  return join(folder, `${name.normalize('NFC')}.sql`)
}

/** The names of all saved queries; none if there's no folder. */
export async function listQueries(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.sql'))
      .map((entry) => entry.name.slice(0, -'.sql'.length))
      .filter((name) => NAME.test(name) && !DEVICE.test(name))
      .sort((one, other) => one.localeCompare(other))
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []
    throw error
  }
}

/** @throws SavedQueryError if there is none, or it isn't a plain file */
export async function readQuery(folder: string, name: string): Promise<SavedQuery> {
  const file = fileOf(folder, name)
  try {
    // A link may lead out of the folder, so it isn't followed.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
    try {
      const { size } = await handle.stat()
      if (size > LONGEST) throw new SavedQueryError('too_large', 'This file is too large.')
      const sql = await handle.readFile('utf8')
      return { name, sql, version: versionOf(sql) }
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'EMLINK', 'EISDIR'].some((code) => hasCode(error, code))) {
      throw new SavedQueryError('not_found', `There’s no saved query “${name}”.`)
    }
    throw error
  }
}

/**
 * Saves a query; the first one makes the folder.
 * @param replaces the version it replaces; null for a new query
 * @throws SavedQueryError, `conflict` if another text has that name
 */
export async function saveQuery(
  folder: string,
  name: string,
  sql: string,
  replaces: string | null,
): Promise<SavedQuery> {
  const file = fileOf(folder, name)
  if (Buffer.byteLength(sql) > LONGEST) throw new SavedQueryError('too_large', 'This is too large.')
  await mkdir(folder, { recursive: true })
  if (replaces === null) {
    try {
      await writeFile(file, sql, { flag: 'wx' })
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error
      throw new SavedQueryError('conflict', `There’s already a saved query “${name}”.`)
    }
  } else {
    const { version } = await readQuery(folder, name)
    if (version !== replaces) {
      throw new SavedQueryError('conflict', `“${name}.sql” has changed in the meantime.`)
    }
    const part = join(folder, `.${process.pid}.part`)
    await writeFile(part, sql)
    await rename(part, file)
  }
  return { name, sql, version: versionOf(sql) }
}

/** @throws SavedQueryError if there is none */
export async function deleteQuery(folder: string, name: string): Promise<void> {
  await readQuery(folder, name)
  await rm(fileOf(folder, name))
}

function versionOf(sql: string): string {
  return createHash('sha256').update(sql).digest('base64url').slice(0, 16)
}
