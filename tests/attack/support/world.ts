import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startWorld } from '../../e2e/support/world'
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

/** Starts a world, and in it the clients that take their time. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'attack-'))
  const logFile = join(folder, 'app.log')
  const slowFile = join(folder, 'slow.jsonl')
  for (const file of [logFile, slowFile]) writeFileSync(file, '')
  const { appUrl, neon, next, stop } = await startWorld((text) => appendFileSync(logFile, text))
  let closeSlowClients = () => {}
  const end = async () => {
    closeSlowClients()
    await stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    closeSlowClients = await openSlowClients(Number(new URL(appUrl).port), slowFile)
  } catch (error) {
    await end()
    throw error
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
  return end
}
