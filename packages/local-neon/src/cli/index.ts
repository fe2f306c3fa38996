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
  local-neon                            start, and print the variables that an app needs
  local-neon -- next dev                start, run a command with these variables, end with it
  local-neon --data memory -- vitest    the same with a new database that is gone afterwards
  local-neon --env-file .env.local      write the variables to a file while it runs
  eval "$(local-neon env)"              the variables of the one that is running, in this shell
  local-neon branch checkout -c idea    work on a copy of the database; "checkout main" goes back
  local-neon snapshot save before       keep the database as it is; "snapshot restore before"
  local-neon doctor                     see what is wrong, and what to do

Variables: LOCAL_NEON_DATA, LOCAL_NEON_PORT, LOCAL_NEON_PG_PORT and LOCAL_NEON_POSTGRES_URL
stand for the options of the same names.
`

const dataOption = [
  '--data <dir>',
  'folder of the database, or "memory" (default: .local-neon)',
] as const

/**
 * Runs the command line.
 *
 * @param argv the arguments, without Node and the script; what follows `--` is a command to run
 * @returns the exit code
 */
export async function run(argv: string[]): Promise<number> {
  const separator = argv.indexOf('--')
  const own = separator === -1 ? argv : argv.slice(0, separator)
  const command = separator === -1 ? [] : argv.slice(separator + 1)
  let code = 0
  const program = createProgram(command, (result) => (code = result))
  try {
    if (separator !== -1 && command.length === 0) program.error('Name a program after --.')
    await program.parseAsync(own, { from: 'user' })
  } catch (error) {
    // Commander has said what is wrong by then.
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
    .option('--pg-port <n>', 'Postgres alone', readPort)
    .option('--postgres-url <url>', 'stand in front of this Postgres instead of its own')
    .option('--host <address>', 'listen on this address, too: other machines reach it then')
    .option('--host-name <name...>', 'names by which other machines reach this one')
    .option('--follow-git [dir]', 'check out the branch that git has, made when it is not there')
    .option('--import <file>', 'begin with what "export" has written')
    .option('--export-on-exit <file>', 'write everything to this file at the end')
    .option('--env-file <file>', 'write the variables to this file while it runs')
    .action(async (options: StartOptions, self: Command) => {
      const [unknown] = self.args
      if (unknown !== undefined) {
        self.error(`There is no command ${unknown}. To run a program: local-neon -- ${unknown}`)
      }
      // It loads the whole of local Neon, which takes a moment; the others do without.
      const { start } = await import('./start')
      finish(await start(options, command))
    })

  // Each command stands in a file of its own and is added here.
  const add = (name: string, description: string, parent = program) =>
    parent
      .command(name)
      .description(description)
      .option(...dataOption)
  add('env', 'print the variables of the local Neon that is running')
    .option('--json', 'as JSON')
    .action((_, self: Command) => finish(printEnvironment(self.optsWithGlobals())))
  add('reset', 'delete the database; the next start makes a new one')
    .option('-y, --yes', 'do not ask')
    .action(async (_, self: Command) => finish(await reset(self.optsWithGlobals())))
  add('doctor', 'check Node, ports, data, versions and cookies, and say what to do')
    .option('--port <n>', 'the port that a start is to take', readPort)
    .option('--pg-port <n>', 'the same for Postgres alone', readPort)
    .action(async (_, self: Command) => finish(await doctor(self.optsWithGlobals())))
  addBranchCommands(program, add, finish)
  return program
}

function readPort(value: string): number {
  const port = Number(value)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new InvalidArgumentError('It is no port number.')
  }
  return port
}
