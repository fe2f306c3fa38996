import { createInterface } from 'node:readline/promises'
import { removeData } from '../remove-data'
import { dataFolder, nameOf } from './data-folder'

/**
 * Deletes the database, after asking once.
 *
 * @returns the exit code
 * @throws FolderInUse, or if nobody can be asked
 */
export async function reset(options: { data?: string; yes?: boolean }): Promise<number> {
  const folder = dataFolder(options.data)
  if (folder === 'memory') throw new Error('A database in memory is new each time.')
  if (options.yes !== true && !(await confirm(folder))) {
    console.log('Nothing was deleted.')
    return 1
  }
  const removed = await removeData(folder)
  console.log(
    removed
      ? `Deleted ${nameOf(folder)}. The next start makes a new database.`
      : `There is nothing at ${nameOf(folder)}.`,
  )
  return 0
}

async function confirm(folder: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new Error('This deletes the database. Add --yes to confirm.')
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    const answer = await terminal.question(
      `Delete the database in ${nameOf(folder)}, with all accounts and emails? [y/N] `,
    )
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    terminal.close()
  }
}
