import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import type { TestProject } from 'vitest/node'
import { environmentFor, startMigratedNeon } from '../../../scripts/support/migrated-neon'
import { startNext } from '../../../scripts/support/next-process'
import { openSlowClients } from './slow'

/** What an attacker finds, and what the tests look at it with. */
export interface World {
  appUrl: string
  databaseUrl: string
  /** Of local Neon, with what has to go along with a change. */
  consoleUrl: string
  consoleToken: string
  /** The process that serves. */
  pid: number
  /** Everything that it has printed. */
  logFile: string
  /** What became of the slow clients. */
  slowFile: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    world: World
  }
}

/** Starts the production build with a local Neon in memory, both on free ports. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  process.env.LOCAL_NEON_DATA = 'memory'
  const folder = mkdtempSync(join(tmpdir(), 'attack-'))
  const logFile = join(folder, 'app.log')
  const slowFile = join(folder, 'slow.jsonl')
  for (const file of [logFile, slowFile]) writeFileSync(file, '')
  const port = await getPort()
  const appUrl = `http://localhost:${port}`
  const neon = await startMigratedNeon(appUrl, { data: 'memory', rateLimit: false })
  const next = startNext({
    mode: 'start',
    port,
    env: {
      ...environmentFor(neon),
      APP_URL: appUrl,
      // What is limited is refused before it gets far.
      AUTH_RATE_LIMIT: 'off',
      NEON_AUTH_COOKIE_SECRET: randomBytes(32).toString('base64url'),
    },
    print: (text) => appendFileSync(logFile, text),
  })
  let closeSlowClients = () => {}
  const stop = async () => {
    closeSlowClients()
    await next.stop()
    await neon.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await next.ready
    closeSlowClients = await openSlowClients(port, slowFile)
  } catch (error) {
    await stop()
    throw new Error('The app did not start. Was it built (`npm run build`)?', { cause: error })
  }
  project.provide('world', {
    appUrl,
    databaseUrl: neon.databaseUrl,
    consoleUrl: neon.consoleUrl,
    consoleToken: neon.token,
    pid: next.pid ?? 0,
    logFile,
    slowFile,
  })
  return stop
}
