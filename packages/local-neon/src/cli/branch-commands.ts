import type { Command } from 'commander'
import {
  checkoutBranch,
  createBranch,
  deleteBranch,
  deleteSnapshot,
  exportFile,
  importFile,
  listBranches,
  listSnapshots,
  resetBranch,
  restoreSnapshot,
  saveSnapshot,
} from './branches'

type Add = (name: string, description: string, parent?: Command) => Command

/**
 * Adds `branch`, `snapshot`, `export` and `import` to the command line.
 *
 * @param finish gets the exit code
 */
export function addBranchCommands(
  program: Command,
  add: Add,
  finish: (code: number) => void,
): void {
  const branch = program.command('branch').description('database branches, as in Neon')
  const snapshot = program.command('snapshot').description('database states to go back to')
  /** A command with a name. */
  const named = (
    command: Command,
    run: (name: string, options: object) => Promise<number>,
  ): Command =>
    command.argument('<name>').action(async (name: string, _, self: Command) => {
      finish(await run(name, self.optsWithGlobals()))
    })
  const listing = (command: Command, run: (options: object) => Promise<number>): Command =>
    command
      .option('--json', 'as JSON')
      .action(async (_, self: Command) => finish(await run(self.optsWithGlobals())))

  named(add('create', 'make a branch of the current one', branch), createBranch)
    .option('--from <branch>', 'copy this one instead')
    .option('--checkout', 'and check it out')
  listing(add('list', 'list the branches; * is the current one', branch), listBranches)
  named(add('checkout', 'make it the current branch', branch), checkoutBranch).option(
    '-c, --create',
    'create it first',
  )
  named(add('reset', 'reset a branch to its parent', branch), resetBranch).option(
    '--keep-as <snapshot>',
    'keep its old state as a snapshot',
  )
  named(add('delete', 'delete a branch', branch), deleteBranch)

  named(add('save', 'take a snapshot of the current branch', snapshot), saveSnapshot)
  named(
    add('restore', 'restore a snapshot; the current state is kept as another', snapshot),
    restoreSnapshot,
  )
  listing(add('list', 'list the snapshots', snapshot), listSnapshots)
  named(add('delete', 'delete a snapshot', snapshot), deleteSnapshot)

  add('export', 'write all branches and snapshots to a file')
    .argument('<file>')
    .action(async (file: string, _, self: Command) => {
      finish(await exportFile(file, self.optsWithGlobals()))
    })
  add('import', 'replace everything with such a file; the old data is kept')
    .argument('<file>')
    .action(async (file: string, _, self: Command) => {
      finish(await importFile(file, self.optsWithGlobals()))
    })
}
