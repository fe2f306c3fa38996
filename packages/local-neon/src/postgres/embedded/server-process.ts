/** Postgres as a process that can't outlive this one. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { hasCode } from './has-code'
import type { Way } from './run-as'

/**
 * Supervises Postgres, in a shell, which needs one megabyte; another Node needs forty. It starts Postgres
 * and waits for its end; beside it, another shell reads from a pipe that this process holds. When the pipe
 * closes, because this process wants it or is gone, that shell stops Postgres, by force after some seconds.
 * It also holds the other end of a pipe to this process, which tells this process that the reader is gone.
 */
const SUPERVISOR = `
signal=$1; remove=$2; shift 2
exec 3<&0 4>&1 </dev/null >/dev/null
"$@" 3<&- 4>&- &
server=$!
(
  echo "$server" >&4
  read -r line <&3
  kill -"$signal" "$server"
  for second in 1 2 3 4 5; do sleep 1 3<&- 4>&-; done
  kill -QUIT "$server"
  for second in 1 2 3 4 5; do sleep 1 3<&- 4>&-; done
  kill -KILL "$server"
) 2>/dev/null &
reader=$!
exec 3<&- 4>&-
wait "$server"
status=$?
kill "$reader" 2>/dev/null
if [ -n "$remove" ]; then rm -rf "$remove"; fi
exit "$status"
`

/** How long Postgres may take to stop, in milliseconds. */
const STOP_TIMEOUT = 15_000

/** How much of Postgres's output to keep, in characters. */
const LAST_WORDS = 4000

export interface ServerCommand {
  postgres: string
  options: string[]
  cluster: string
  /** The signal that stops it. */
  signal: 'INT' | 'QUIT'
  /** A folder to remove after its end; empty for none. */
  remove: string
  runAs: Way
  env: NodeJS.ProcessEnv
}

/** A running Postgres. */
export class ServerProcess {
  /** Settles with the last output when the supervisor, and so Postgres, has ended. */
  readonly ended: Promise<string>
  #words = ''
  #pid = 0
  #isEnded = false

  private constructor(
    private readonly child: ChildProcess,
    private readonly command: ServerCommand,
  ) {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-LAST_WORDS)
    })
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.#pid = Number(text)))
    // The supervisor may already be gone.
    child.stdin?.on('error', () => {})
    if (process.platform === 'win32') this.#pid = child.pid ?? 0
    else child.stdout?.once('end', () => this.#kill('SIGINT'))
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('exit', () => {
        // Postgres goes on if only the supervisor was killed.
        child.stdin?.end()
        this.#kill('SIGINT')
        void this.#gone().then(() => resolve(this.#words.trim()))
      })
    }).then((words) => {
      this.#isEnded = true
      return String(words)
    })
  }

  /**
   * Starts Postgres and waits until it accepts connections.
   * @throws Error with Postgres's output if it ends before
   */
  static async start(command: ServerCommand): Promise<ServerProcess> {
    const { postgres, options, cluster, signal, remove, runAs, env } = command
    const program = [postgres, ...options]
    const supervised = ['sh', '-c', SUPERVISOR, 'sh', signal, remove, ...program]
    // Node on Windows ends its own children.
    const isWindows = process.platform === 'win32'
    const [file = '', ...args] = isWindows ? program : [...runAs.prefix, ...supervised]
    const child = spawn(file, args, {
      ...runAs.options,
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      // In its own group, so Ctrl-C only reaches this process.
      ...(!isWindows && { detached: true, cwd: '/' }),
    })
    const server = new ServerProcess(child, command)
    const pidFile = join(cluster, 'postmaster.pid')
    while (!isReady(pidFile, server.#pid)) {
      const ended = await Promise.race([server.ended, delay(5, null)])
      if (ended !== null) throw new Error(`Postgres didn’t start: ${ended}`)
    }
    return server
  }

  /** Stops Postgres. Idempotent. */
  async stop(): Promise<void> {
    this.child.stdin?.end()
    if (process.platform === 'win32') this.child.kill()
    const giveUp = new AbortController()
    const late = delay(STOP_TIMEOUT, undefined, { signal: giveUp.signal })
    await Promise.race([this.ended, late.catch(() => {})])
    giveUp.abort()
  }

  #kill(signal: NodeJS.Signals): void {
    if (this.#pid === 0 || this.#isEnded) return
    if (existsSync(join(this.command.cluster, 'postmaster.pid'))) killQuietly(this.#pid, signal)
  }

  /** Waits until Postgres and its lock file are gone. */
  async #gone(): Promise<void> {
    const pidFile = join(this.command.cluster, 'postmaster.pid')
    for (let waited = 0; waited < STOP_TIMEOUT && existsSync(pidFile); waited += 20) {
      if (!isAlive(this.#pid)) return
      await delay(20)
    }
  }
}

function isReady(pidFile: string, pid: number): boolean {
  try {
    const lines = readFileSync(pidFile, 'utf8').split('\n')
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
  } catch {
    return false
  }
}

/** Whether a process with this number exists. */
export function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}

/** Sends a signal to a process that may be gone. */
export function killQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It is gone.
  }
}
