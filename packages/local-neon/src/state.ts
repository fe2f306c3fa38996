/**
 * The state file: how the command line and the scripts of an app find a local Neon that is running.
 */
import { readFileSync, rmSync } from 'node:fs'
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { hasCode } from './postgres/embedded/has-code'

const stateSchema = z.object({
  pid: z.int().positive(),
  version: z.string(),
  startedAt: z.iso.datetime(),
  databaseUrl: z.string(),
  databaseUrlUnpooled: z.string(),
  sqlEndpoint: z.string(),
  authUrl: z.string(),
  jwksUrl: z.string(),
  consoleUrl: z.string(),
  identityProviderUrl: z.string(),
  /** What a change through the console's API has to carry. */
  token: z.string(),
})

/** What a running local Neon says of itself in its data folder. */
export type RunningState = z.infer<typeof stateSchema>

/** The state file of a data folder. */
export function stateFile(dataFolder: string): string {
  return join(resolve(dataFolder), 'state.json')
}

/**
 * The local Neon that runs on a data folder.
 *
 * @param dataFolder the folder, or `memory`, where nobody is found
 * @returns undefined when none runs there, a file of one that has died notwithstanding
 */
export function findRunning(dataFolder: string): RunningState | undefined {
  const state = dataFolder === 'memory' ? undefined : readState(stateFile(dataFolder))
  return state && isAlive(state.pid) ? state : undefined
}

/**
 * Writes the state file, readable by its owner alone, since it holds the password.
 *
 * @returns removes it again, unless somebody else has written it meanwhile
 */
export async function publishState(dataFolder: string, state: RunningState): Promise<() => void> {
  const file = stateFile(dataFolder)
  await mkdir(resolve(dataFolder), { recursive: true })
  // Whole or not at all: somebody may be reading.
  const part = `${file}.${process.pid}`
  await writeFile(part, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  await chmod(part, 0o600)
  await rename(part, file)
  return () => {
    const current = readState(file)
    if (current?.pid === state.pid && current.startedAt === state.startedAt) rmSync(file)
  }
}

function readState(file: string): RunningState | undefined {
  try {
    return stateSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It is there, and belongs to somebody else.
    return hasCode(error, 'EPERM')
  }
}
