import { startLocalNeon } from '../index'
import type { LocalNeon } from '../index'
import { portsFromEnvironment } from '../ports'
import { dataFolder, nameOf } from './data-folder'
import { exportTo } from './branches'
import { cleanEnvFile, writeEnvFile } from './env-file'
import { runCommand } from './run-command'
import { parentGone, stopSignal } from '../stop-signal'

export interface StartOptions {
  data?: string
  port?: number
  pgPort?: number
  postgresUrl?: string
  host?: string
  hostName?: string[]
  envFile?: string
  import?: string
  exportOnExit?: string
  followGit?: string | boolean
}

/** A shell's exit code for an interrupted command. */
const INTERRUPTED = 130

/**
 * Starts local Neon and stays until it's stopped, or until the command has ended.
 *
 * @param command a command to run with the variables set; none if empty
 * @returns the exit code, the command's own if there is one
 */
export async function start(options: StartOptions, command: string[]): Promise<number> {
  const stopped = stopSignal()
  const data = dataFolder(options.data)
  const ports = await portsFromEnvironment(options)
  let crash: (reason: Error) => void = () => {}
  const crashed = new Promise<Error>((resolve) => (crash = resolve))
  const neon = await startLocalNeon({
    data,
    postgresUrl: options.postgresUrl ?? (process.env['LOCAL_NEON_POSTGRES_URL'] || undefined),
    ports,
    ...(options.host !== undefined && { host: options.host }),
    ...(options.hostName && { hostNames: options.hostName }),
    ...(options.import !== undefined && { importFile: options.import }),
    ...(options.followGit !== undefined &&
      options.followGit !== false && {
        followGit: options.followGit === true ? process.cwd() : options.followGit,
      }),
    onCrash: (reason) => crash(reason),
  })
  try {
    if (options.envFile !== undefined) announceEnvFile(options.envFile, neon)
    if (command.length > 0) return await runBeside(neon, command, { stopped, crashed })
    print(neon, data)
    const reason = await Promise.race([stopped, crashed])
    if (reason !== 'stopped') throw new Error(`Local Neon ended: ${reason.message}`)
    return 0
  } finally {
    if (options.envFile !== undefined) cleanEnvFile(options.envFile)
    try {
      if (options.exportOnExit !== undefined) await exportTo(options.exportOnExit, neon.branches)
    } finally {
      await neon.stop()
    }
  }
}

async function runBeside(
  neon: LocalNeon,
  command: string[],
  { stopped, crashed }: { stopped: Promise<'stopped'>; crashed: Promise<Error> },
): Promise<number> {
  // Ctrl-C during the start.
  if ((await Promise.race([stopped, Promise.resolve('started')])) === 'stopped') return INTERRUPTED
  // Kept out of the command's output, which people may parse.
  console.error(`Local Neon: ${neon.consoleUrl}`)
  const running = runCommand(command, neon.variables)
  void parentGone().then(() => running.signal('SIGTERM'))
  let failed = false
  void crashed.then((reason) => {
    failed = true
    console.error(`Local Neon ended: ${reason.message}`)
    running.signal('SIGTERM')
  })
  const code = await running.exited
  return failed ? 1 : code
}

function announceEnvFile(file: string, neon: LocalNeon): void {
  const twice = writeEnvFile(file, neon.variables)
  if (twice.length === 0) return
  console.error(
    `${file} sets ${twice.join(', ')} itself. While local Neon runs, its own values win.`,
  )
}

function print(neon: LocalNeon, data: string): void {
  console.log('# Local Neon is running. Your app needs these variables:')
  for (const [name, value] of Object.entries(neon.variables)) console.log(`${name}=${value}`)
  console.log(`# Data: ${data === 'memory' ? 'in memory, gone when this stops' : nameOf(data)}`)
  console.log(`# Console: ${neon.consoleUrl}`)
}
