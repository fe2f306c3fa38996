/** The commands for branches and snapshots: they ask the running local Neon's console. */
import { createWriteStream, renameSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import type { Branches } from '../branches/branches'
import { findRunning } from '../state'
import { ask, refuse, send, startBriefly, withApi, type DataOption } from './console-api'
import { dataFolder, nameOf } from './data-folder'
import { megabytes, moment, table } from './table'

const branches = z.array(
  z.object({
    name: z.string(),
    parent: z.string().nullable(),
    isCurrent: z.boolean(),
    createdAt: z.coerce.date(),
    bytes: z.number(),
    databaseUrl: z.string(),
  }),
)
const snapshots = z.array(
  z.object({
    name: z.string(),
    branch: z.string(),
    createdAt: z.coerce.date(),
    bytes: z.number(),
  }),
)
const done = z.object({ done: z.boolean() })

const at = encodeURIComponent

export function createBranch(
  name: string,
  options: DataOption & { from?: string; checkout?: boolean },
): Promise<number> {
  return withApi(options, async (api) => {
    await ask(api, 'POST', '/branches', done, { name, from: options.from })
    if (options.checkout === true) await ask(api, 'POST', `/branches/${at(name)}/checkout`, done)
    return options.checkout === true
      ? `${name} is there, and the current branch.`
      : `${name} is there. To use it: local-neon branch checkout ${name}`
  })
}

export function listBranches(options: DataOption & { json?: boolean }): Promise<number> {
  return withApi(options, async (api) => {
    const all = await ask(api, 'GET', '/branches', branches)
    if (options.json === true) return JSON.stringify(all, null, 2)
    return table(
      all.map(({ name, parent, isCurrent, createdAt, bytes }) => [
        `${isCurrent ? '*' : ' '} ${name}`,
        parent === null ? '' : `of ${parent}`,
        moment(createdAt),
        megabytes(bytes),
      ]),
    )
  })
}

export function checkoutBranch(
  name: string,
  options: DataOption & { create?: boolean },
): Promise<number> {
  if (options.create === true) return createBranch(name, { ...options, checkout: true })
  return withApi(options, async (api) => {
    await ask(api, 'POST', `/branches/${at(name)}/checkout`, done)
    return `${name} is the current branch.`
  })
}

export function resetBranch(
  name: string,
  options: DataOption & { keepAs?: string },
): Promise<number> {
  return withApi(options, async (api) => {
    await ask(api, 'POST', `/branches/${at(name)}/reset`, done, { keepAs: options.keepAs })
    return `${name} is as its parent is.`
  })
}

export function deleteBranch(name: string, options: DataOption): Promise<number> {
  return withApi(options, async (api) => {
    await ask(api, 'DELETE', `/branches/${at(name)}`, done)
    return `${name} is deleted.`
  })
}

export function saveSnapshot(name: string, options: DataOption): Promise<number> {
  return withApi(options, async (api) => {
    await ask(api, 'POST', '/snapshots', done, { name })
    return `The snapshot ${name} is there.`
  })
}

export function restoreSnapshot(name: string, options: DataOption): Promise<number> {
  return withApi(options, async (api) => {
    const kept = z.object({ keptAs: z.string() })
    const { keptAs } = await ask(api, 'POST', `/snapshots/${at(name)}/restore`, kept)
    return `The current branch is as ${name}. What was there is the snapshot ${keptAs}.`
  })
}

export function listSnapshots(options: DataOption & { json?: boolean }): Promise<number> {
  return withApi(options, async (api) => {
    const all = await ask(api, 'GET', '/snapshots', snapshots)
    if (options.json === true) return JSON.stringify(all, null, 2)
    if (all.length === 0) return 'There are no snapshots.'
    return table(
      all.map(({ name, branch, createdAt, bytes }) => [
        name,
        `of ${branch}`,
        moment(createdAt),
        megabytes(bytes),
      ]),
    )
  })
}

export function deleteSnapshot(name: string, options: DataOption): Promise<number> {
  return withApi(options, async (api) => {
    await ask(api, 'DELETE', `/snapshots/${at(name)}`, done)
    return `The snapshot ${name} is deleted.`
  })
}

export function exportFile(file: string, options: DataOption): Promise<number> {
  return withApi(options, async (api) => {
    const response = await send(api, 'GET', '/export')
    if (!response.ok || response.body === null) await refuse(response)
    else await writeWhole(file, response.body)
    return `All branches and snapshots are in ${file}.`
  })
}

/** `import`: into the local Neon running on the folder, replacing all its data, or into the folder. */
export async function importFile(file: string, options: DataOption): Promise<number> {
  const data = dataFolder(options.data)
  if (data === 'memory') throw new Error('To begin in memory with a file: local-neon --import FILE')
  const running = findRunning(data)
  if (running === undefined) {
    await using _ = await startBriefly(data, file)
  } else {
    const response = await send(running, 'POST', '/import', await readFile(file))
    if (!response.ok) await refuse(response)
  }
  console.log(`${nameOf(data)} has what is in ${file}.`)
  return 0
}

/** Exports to a file at the end of a run. */
export async function exportTo(file: string, own: Branches | null): Promise<void> {
  if (own !== null) await writeWhole(file, await own.export())
}

async function writeWhole(
  file: string,
  contents: Readable | NonNullable<Response['body']>,
): Promise<void> {
  const part = `${file}.${process.pid}`
  try {
    // It has everyone's sessions in it.
    await pipeline(contents, createWriteStream(part, { mode: 0o600 }))
    renameSync(part, file)
  } finally {
    rmSync(part, { force: true })
  }
}
