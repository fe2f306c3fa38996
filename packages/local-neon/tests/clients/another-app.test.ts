import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFree } from '../../src/ports'
import { readmeBlock } from '../readme'

const root = fileURLToPath(new URL('../../../../', import.meta.url))

let folder: string
let localNeon: ChildProcess
/** `npm run local-neon`'s output, by name. */
let variables: Record<string, string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-neon-app-'))
  localNeon = await startCommand()
  variables = await readVariables(localNeon)
})

afterAll(async () => {
  if (localNeon.exitCode === null) {
    localNeon.kill('SIGTERM')
    await once(localNeon, 'exit')
  }
  await rm(folder, { recursive: true, force: true })
})

/** Runs `npm run local-neon`, less npm. */
async function startCommand(): Promise<ChildProcess> {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  )
  const [command, ...args] = (scripts['local-neon'] ?? '').split(' ')
  expect(command).toBe('node')
  const first = await freePorts()
  const ports = { LOCAL_NEON_PORT: `${first}`, LOCAL_NEON_PG_PORT: `${first + 3}` }
  const env = { ...process.env, ...ports, LOCAL_NEON_DATA: join(folder, 'data') }
  return spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
}

/** The first of five free ports in a row: where others look, from 5440 up, one may be taken at any moment. */
async function freePorts(): Promise<number> {
  for (;;) {
    const first = randomInt(20_000, 30_000)
    const free = await Promise.all([0, 1, 2, 3, 4].map((index) => isFree(first + index)))
    if (free.every(Boolean)) return first
  }
}

async function readVariables({ stdout }: ChildProcess): Promise<Record<string, string>> {
  if (stdout === null) throw new Error('the command has no output')
  const found: Record<string, string> = {}
  for await (const line of createInterface({ input: stdout })) {
    const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? []
    if (name !== undefined && value !== undefined) found[name] = value
    // It is the last line.
    if (line.startsWith('# Console:')) return found
  }
  throw new Error('the command ended')
}

/** Runs a script in a folder that only has this repository's packages. */
async function runElsewhere(script: string): Promise<unknown> {
  const app = join(folder, 'app')
  await mkdir(app)
  await symlink(join(root, 'node_modules'), join(app, 'node_modules'))
  await writeFile(join(app, 'app.mjs'), script)
  const child = spawn(process.execPath, ['app.mjs'], {
    cwd: app,
    env: { NODE_ENV: 'development', PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  let output = ''
  for await (const chunk of child.stdout) output += String(chunk)
  expect(await exited).toEqual([0, null])
  return JSON.parse(output)
}

describe('another app', () => {
  it('finds the variables of the README in what the command prints', async () => {
    const lines = (await readmeBlock('DATABASE_URL=')).trim().split('\n')
    expect(lines.length).toBeGreaterThan(2)
    for (const line of lines) {
      const [name = '', shape = ''] = line.split(/=(.*)/s)
      const pattern = shape.replace(/<[^>]+ port>/, '\\d+').replace('<password>', '[\\w-]{24}')
      expect(variables[name]).toMatch(new RegExp(`^${pattern}$`))
    }
  })

  it('queries by HTTP, WebSocket and TCP and signs up, with the lines of the README', async () => {
    const setUp =
      (await readmeBlock('neonConfig.fetchEndpoint')) + (await readmeBlock('webSocketConstructor'))
    const app = await readFile(new URL('./another-app.mjs', import.meta.url), 'utf8')
    const notes = [{ id: 1, body: 'kept' }]
    expect(await runElsewhere(setUp + app)).toMatchObject({
      overHttp: notes,
      overTcp: [notes, notes],
      byFetch: notes,
      signUp: { status: 200, user: { email: 'reader@example.com' } },
      users: [{ name: 'Reader' }],
    })
  })
})
