import spawn from 'cross-spawn'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A command running in this terminal. */
export interface RunningCommand {
  /** Settles with its exit code when it has ended; after a signal, 128 plus its number. */
  exited: Promise<number>
  /** Passes a signal on. */
  signal(name: NodeJS.Signals): void
}

/**
 * Runs a command in this terminal; it finds the commands of the project's packages without a path, as in
 * npm scripts.
 *
 * @param variables what it gets on top of this process's environment
 */
export function runCommand(
  [name = '', ...args]: string[],
  variables: Record<string, string>,
): RunningCommand {
  // Windows writes it `Path`.
  const path = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  const folders = [...binFolders(process.cwd()), process.env[path] ?? ''].join(delimiter)
  const child = spawn(name, args, {
    stdio: 'inherit',
    env: { ...process.env, [path]: folders, ...variables },
  })
  const signal = (which: NodeJS.Signals) => void child.kill(which)
  // The terminal sends Ctrl-C to the command as well; passing it on would make a second Ctrl-C, which many
  // take as "at once".
  const forwarded = process.stdin.isTTY ? SIGNALS.filter((each) => each !== 'SIGINT') : SIGNALS
  for (const each of forwarded) process.on(each, signal)
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new Error(`There is no command "${name}".`) : error),
    )
    child.once('exit', (code, by) => resolve(code ?? 128 + (by ? constants.signals[by] : 0)))
  }).finally(() => {
    for (const each of forwarded) process.off(each, signal)
  })
  return { exited, signal }
}

/** Where npm puts the commands of a project's packages, nearest first. */
function binFolders(folder: string): string[] {
  const here = join(folder, 'node_modules', '.bin')
  const parent = dirname(folder)
  return parent === folder ? [here] : [here, ...binFolders(parent)]
}
