import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** Next's command, as found from an app's folder; our own without a folder. */
function nextCommand(folder?: string): string {
  const from = folder === undefined ? import.meta.url : join(folder, 'package.json')
  return createRequire(from).resolve('next/dist/bin/next')
}

/** A Next server in its own process. */
export interface NextProcess {
  /**
   * Its process and process group, undefined if it couldn't start. With `next start` this process serves;
   * `next dev` starts another one.
   */
  pid: number | undefined
  /** Settles when the server answers; rejects with its output if it ends before that. */
  ready: Promise<void>
  /** Settles with a sentence once the process has ended, for whatever reason. */
  exited: Promise<string>
  /** Stops the process: politely, then by force after `grace` milliseconds. */
  stop(grace?: number): Promise<void>
}

/**
 * Starts `next dev` or `next start`.
 *
 * @param options.mode which of the two
 * @param options.port the port to listen on
 * @param options.host the address to listen on; by default, only this machine
 * @param options.env variables on top of this process's own
 * @param options.print gets the server's output once it's ready; before that it's held back
 * @param options.folder the app's folder; the working directory without it
 */
export function startNext(options: {
  mode: 'dev' | 'start'
  port: number
  host?: string
  env: Record<string, string>
  print: (text: string) => void
  folder?: string
}): NextProcess {
  const { folder } = options
  const child = spawn(
    process.execPath,
    [
      nextCommand(folder),
      options.mode,
      ...['--port', String(options.port)],
      ...['--hostname', options.host ?? 'localhost'],
    ],
    {
      cwd: folder,
      env: {
        ...process.env,
        ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
        NEXT_TELEMETRY_DISABLED: '1',
        // Otherwise, `next dev` kills its server 100 ms after SIGTERM, before Turbopack has written its
        // cache, and every start recompiles everything (next/dist/cli/next-dev.js).
        __NEXT_DEV_WAIT_FOR_TURBOPACK_SHUTDOWN: '1',
        // There's no load balancer to notice that it stops.
        SHUTDOWN_DELAY: '0',
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its own group: Next starts another process, and both must end together.
      detached: process.platform !== 'win32',
    },
  )
  const signal = (name: 'SIGTERM' | 'SIGKILL') => {
    try {
      if (child.pid && process.platform !== 'win32') process.kill(-child.pid, name)
      else child.kill(name)
    } catch {
      // It has ended already.
    }
  }

  let heldBack = ''
  let isReady = false
  const ready = new Promise<void>((resolve, reject) => {
    const onData = (chunk: string) => {
      if (isReady) return options.print(withoutNotes(chunk))
      heldBack += chunk
      if (!/Ready in /.test(heldBack)) return
      isReady = true
      // Everything after "Ready in …" is the server's; we replace its banner before that.
      const rest = heldBack
        .slice(heldBack.search(/Ready in /))
        .split('\n')
        .slice(1)
        .join('\n')
      resolve()
      if (rest.trim()) options.print(withoutNotes(rest))
    }
    child.stdout.setEncoding('utf8').on('data', onData)
    child.stderr.setEncoding('utf8').on('data', onData)
    child.once('exit', () =>
      reject(new Error(heldBack.trim() || 'Next ended before it was ready.')),
    )
    child.once('error', reject)
  })
  ready.catch(() => {})

  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(`Next ended (${signal ? `signal ${signal}` : `exit code ${code}`}).`),
    )
    child.once('error', (error) => resolve(`Next could not be started: ${error.message}`))
  })

  return {
    pid: child.pid,
    ready,
    exited,
    async stop(grace = 5000) {
      signal('SIGTERM')
      const timer = setTimeout(() => signal('SIGKILL'), grace)
      await exited
      clearTimeout(timer)
      signal('SIGKILL')
    },
  }
}

/**
 * Runs `next build` and prints its output.
 *
 * @param env variables on top of this process's own
 * @param folder the app's folder; the working directory without it
 */
export function buildNext(env: Record<string, string> = {}, folder?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [nextCommand(folder), 'build'], {
      cwd: folder,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`The build failed (exit code ${code}).`)),
    )
  })
}

/** Drops Next's notes about its own configuration while it starts. */
function withoutNotes(text: string): string {
  return text.replace(/^.*(Running next\.config\.ts took|- Experiments \(|^\s+·\s).*\n/gm, '')
}
