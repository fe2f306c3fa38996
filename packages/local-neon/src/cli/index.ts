/** The command `local-neon`. */
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { version } from '../version'
import { addBranchCommands } from './branch-commands'
import { doctor } from './doctor/doctor'
import { printEnvironment } from './env'
import { reset } from './reset'
import type { StartOptions } from './start'

const examples = `
Examples:
  local-neon                            start and print the variables an app needs
  local-neon -- next dev                start, run a command with them, stop when it ends
  local-neon --data memory -- vitest    the same with a throwaway database
  local-neon --env-file .env.local      write the variables to a file while it runs
  eval "$(local-neon env)"              set the running one's variables in this shell
  local-neon branch checkout -c idea    work on a copy of the database; "checkout main" goes back
  local-neon snapshot save before       save the database; "snapshot restore before" brings it back
  local-neon doctor                     find out what's wrong and what to do

Variables: LOCAL_NEON_DATA, LOCAL_NEON_PORT, LOCAL_NEON_PG_PORT and LOCAL_NEON_POSTGRES_URL
set the options of the same names.
`

const dataOption = ['--data <dir>', 'database folder, or "memory" (default: .local-neon)'] as const

/**
 * Runs the command line.
 *
 * @param argv the arguments, without Node and the script; after `--` comes a command to run
 * @returns the exit code
 */
export async function run(argv: string[]): Promise<number> {
  const separator = argv.indexOf('--')
  const own = separator === -1 ? argv : argv.slice(0, separator)
  const command = separator === -1 ? [] : argv.slice(separator + 1)
  let code = 0
  const program = createProgram(command, (result) => (code = result))
  try {
    if (separator !== -1 && command.length === 0) program.error('Put a command after --.')
    await program.parseAsync(own, { from: 'user' })
  } catch (error) {
    // Commander has already said what is wrong.
    if (error instanceof CommanderError) return error.exitCode
    console.error(error instanceof Error ? error.message : error)
    return 1
  }
  return code
}

function createProgram(command: string[], finish: (code: number) => void): Command {
  const program = new Command('local-neon')
    .description(
      'Neon on your machine: Postgres, SQL over HTTP and WebSocket, and Neon Auth. Not affiliated with Neon.',
    )
    .usage(
      '[options] [-- command…]\n       local-neon <env|reset|doctor|branch|snapshot|export|import> [options]',
    )
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .addHelpText('after', examples)
    .exitOverride()
    .enablePositionalOptions()
    .allowExcessArguments()
    .option(...dataOption)
    .option('--port <n>', 'SQL and Postgres; auth and the console take the next two', readPort)
    .option('--pg-port <n>', 'Postgres only', readPort)
    .option('--postgres-url <url>', 'use this Postgres server instead of its own')
    .option('--host <address>', 'listen on this address too, so other machines can reach it')
    .option('--host-name <name...>', 'names other machines use to reach this one')
    .option('--follow-git [dir]', "check out the branch named like git's, made if missing")
    .option('--import <file>', 'start from a file written by "export"')
    .option('--export-on-exit <file>', 'export everything to this file at the end')
    .option('--env-file <file>', 'write the variables to this file while it runs')
    .action(async (options: StartOptions, self: Command) => {
      const [unknown] = self.args
      if (unknown !== undefined) {
        self.error(`There is no command ${unknown}. To run a program: local-neon -- ${unknown}`)
      }
      // It loads all of local Neon, which takes a moment; the others do without.
      const { start } = await import('./start')
      finish(await start(options, command))
    })

  // Each command has its own file and is added here.
  const add = (name: string, description: string, parent = program) =>
    parent
      .command(name)
      .description(description)
      .option(...dataOption)
  add('env', "print the running local Neon's variables")
    .option('--json', 'as JSON')
    .action((_, self: Command) => finish(printEnvironment(self.optsWithGlobals())))
  add('reset', 'delete the database; the next start makes a new one')
    .option('-y, --yes', "don't ask")
    .action(async (_, self: Command) => finish(await reset(self.optsWithGlobals())))
  add('doctor', 'check Node, ports, data, versions and cookies, and say what to do')
    .option('--port <n>', 'the port to check', readPort)
    .option('--pg-port <n>', 'the port to check for Postgres only', readPort)
    .action(async (_, self: Command) => finish(await doctor(self.optsWithGlobals())))
  addBranchCommands(program, add, finish)
  return program
}

function readPort(value: string): number {
  const port = Number(value)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new InvalidArgumentError('Not a port number.')
  }
  return port
}
