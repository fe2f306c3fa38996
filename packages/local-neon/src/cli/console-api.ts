/** The console's API, for the commands. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { findRunning } from '../state'
import { dataFolder, nameOf } from './data-folder'

/** Options of them all. */
export interface DataOption {
  data?: string
}

const refused = z.object({ error: z.object({ message: z.string() }) })

type Api = Pick<import('../index').LocalNeon, 'consoleUrl' | 'token'>

/** Starts one just for this. */
export async function startBriefly(data: string, importFile?: string) {
  const { startLocalNeon } = await import('../index')
  return startLocalNeon({ data, ...(importFile !== undefined && { importFile }) })
}

/** Uses the local Neon running on the folder, or one started just for this. */
export async function withApi(
  options: DataOption,
  work: (api: Api) => Promise<string>,
): Promise<number> {
  const data = dataFolder(options.data)
  if (data === 'memory') {
    throw new Error('A local Neon in memory can’t be found. Its console does the same.')
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

/**
 * Asks the API for this kind of answer.
 * @throws its refusal, as an error for people
 */
export async function ask<Answer extends z.ZodType>(
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

/** Sends a request to the API; bytes are a file from "export". */
export function send(
  { consoleUrl, token }: Api,
  method: string,
  path: string,
  body?: Record<string, unknown> | Buffer<ArrayBuffer>,
): Promise<Response> {
  const isFile = Buffer.isBuffer(body)
  return fetch(`${consoleUrl}/api${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': isFile ? 'application/gzip' : 'application/json',
    },
    ...(method === 'POST' && { body: isFile ? body : JSON.stringify(body) }),
  })
}

/** @throws always: the API's reason for refusing */
export async function refuse(response: Response): Promise<never> {
  const said = refused.safeParse(await response.json().catch(() => null))
  throw new Error(said.data?.error.message ?? `The console answered with ${response.status}.`)
}
