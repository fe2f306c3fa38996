import { relative, resolve } from 'node:path'

/**
 * Where the database is kept: from the command line, else `LOCAL_NEON_DATA`, else `.local-neon`.
 *
 * @returns an absolute folder, or `memory`
 */
export function dataFolder(chosen: string | undefined): string {
  const folder = chosen ?? (process.env['LOCAL_NEON_DATA'] || '.local-neon')
  return folder === 'memory' ? folder : resolve(folder)
}

/** A folder as people name it: relative to the working folder if below. */
export function nameOf(folder: string): string {
  const path = relative(process.cwd(), folder)
  return path === '' || path.startsWith('..') ? folder : path
}
