/** The commands about branches and snapshots: they ask the console of the local Neon that runs. */
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import type { Branches } from '../branches/branches'
import { findRunning } from '../state'
import { dataFolder, nameOf } from './data-folder'

/** Options of all of them. */
export interface DataOption {
  data?: string
}

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
const refused = z.object({ error: z.object({ message: z.string() }) })
const done = z.object({ done: z.boolean() })

type Api = Pick<import('../index').LocalNeon, 'consoleUrl' | 'token'>

/** `branch create`, with `--from` and `--checkout`. */
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

/** `branch list`. */
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

/** `branch checkout`, with `--create`. */
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

/** `branch reset`, with `--keep-as`. */
export function resetBranch(
  name: string,
  options: DataOption & { keepAs?: string },
): Promise<number> {
  return withApi(options, async (api) => {
    await ask(api, 'POST', `/branches/${at(name)}/reset`, done, { keepAs: options.keepAs })
    return `${name} is as its parent is.`
  })
}

/** `branch delete`. */
export function deleteBranch(name: string, options: DataOption): Promise<number> {
  return withApi(options, async (api) => {
    await ask(api, 'DELETE', `/branches/${at(name)}`, done)
    return `${name} is deleted.`
  })
}

/** `snapshot save`. */
export function saveSnapshot(name: string, options: DataOption): Promise<number> {
  return withApi(options, async (api) => {
    await ask(api, 'POST', '/snapshots', done, { name })
    return `The snapshot ${name} is there.`
  })
}

/** `snapshot restore`. */
export function restoreSnapshot(name: string, options: DataOption): Promise<number> {
  return withApi(options, async (api) => {
    const kept = z.object({ keptAs: z.string() })
    const { keptAs } = await ask(api, 'POST', `/snapshots/${at(name)}/restore`, kept)
    return `The current branch is as ${name}. What was there is the snapshot ${keptAs}.`
  })
}

/** `snapshot list`. */
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

/** `snapshot delete`. */
export function deleteSnapshot(name: string, options: DataOption): Promise<number> {
  return withApi(options, async (api) => {
    await ask(api, 'DELETE', `/snapshots/${at(name)}`, done)
    return `The snapshot ${name} is deleted.`
  })
}

/** `export`. */
export function exportFile(file: string, options: DataOption): Promise<number> {
  return withApi(options, async (api) => {
    const response = await send(api, 'GET', '/export')
    if (!response.ok || response.body === null) await refuse(response)
    else await writeWhole(file, response.body)
    return `All branches and snapshots are in ${file}.`
  })
}

/**
 * `import`: needs the folder for itself.
 * @throws when a local Neon runs there
 */
export async function importFile(file: string, options: DataOption): Promise<number> {
  const data = dataFolder(options.data)
  if (data === 'memory') throw new Error('To begin in memory with a file: local-neon --import FILE')
  if (findRunning(data)) {
    throw new Error(`A local Neon runs on ${nameOf(data)}. Stop it first; nothing was changed.`)
  }
  await using _ = await startBriefly(data, file)
  console.log(`${nameOf(data)} has what is in ${file}.`)
  return 0
}

/** Writes an export to a file, at the end of a run. */
export async function exportTo(file: string, own: Branches | null): Promise<void> {
  if (own !== null) await writeWhole(file, await own.export())
}

async function startBriefly(data: string, importFile?: string) {
  const { startLocalNeon } = await import('../index')
  return startLocalNeon({ data, ...(importFile !== undefined && { importFile }) })
}

/** Works through the local Neon that runs on the folder, or one that is started for the moment. */
async function withApi(options: DataOption, work: (api: Api) => Promise<string>): Promise<number> {
  const data = dataFolder(options.data)
  if (data === 'memory') {
    throw new Error('A local Neon in memory cannot be found. Its console has the same.')
  }
  const running = findRunning(data)
  if (running !== undefined) console.log(await work(running))
  else if (!existsSync(join(data, 'postgres'))) {
    throw new Error(`There is no database in ${nameOf(data)}. Name its folder with --data.`)
  } else {
    await using neon = await startBriefly(data)
    console.log(await work(neon))
  }
  return 0
}

async function ask<Answer extends z.ZodType>(
  api: Api,
  method: string,
  path: string,
  answer: Answer,
  body: Record<string, unknown> = {},
): Promise<z.infer<Answer>> {
  const response = await send(api, method, path, body)
  if (!response.ok) await refuse(response)
  return answer.parse(await response.json())
}

function send(
  { consoleUrl, token }: Api,
  method: string,
  path: string,
  body?: Record<string, unknown>,
): Promise<Response> {
  return fetch(`${consoleUrl}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(method === 'POST' && { body: JSON.stringify(body) }),
  })
}

async function refuse(response: Response): Promise<never> {
  const said = refused.safeParse(await response.json().catch(() => null))
  throw new Error(said.data?.error.message ?? `The console answered with ${response.status}.`)
}

async function writeWhole(
  file: string,
  contents: Readable | NonNullable<Response['body']>,
): Promise<void> {
  const part = `${file}.${process.pid}`
  try {
    // It has everybody's sessions in it.
    await pipeline(contents, createWriteStream(part, { mode: 0o600 }))
    renameSync(part, file)
  } finally {
    rmSync(part, { force: true })
  }
}

const at = encodeURIComponent

function moment(date: Date): string {
  return date.toLocaleString('en-CA', { hour12: false }).replace(',', '')
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MB`
}

function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
