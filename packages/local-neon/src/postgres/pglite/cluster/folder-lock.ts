/** One process at a time on a folder: two Postgres on the same files would destroy them. */
import { closeSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Someone else uses the folder. */
export class FolderInUse extends Error {
  constructor(folder: string, pid: number) {
    super(
      `The database in ${folder} is in use by another process (${pid}). ` +
        'Stop that one first, or use another folder.',
    )
  }
}

/**
 * Takes a folder, making it if need be. A lock left by a process that is gone is taken over.
 * @returns gives the folder back
 * @throws FolderInUse
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true })
  const file = join(resolve(folder), 'lock.pid')
  for (;;) {
    try {
      const handle = openSync(file, 'wx')
      writeSync(handle, String(process.pid))
      closeSync(handle)
      return () => unlinkSync(file)
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error
    }
    const pid = Number(readOrEmpty(file))
    if (pid > 0 && isAlive(pid)) throw new FolderInUse(folder, pid)
    try {
      unlinkSync(file)
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error
    }
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
