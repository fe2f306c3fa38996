import { execFileSync, fork, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FolderInUse, OldFolder, startLocalNeon } from '../../src/index'
import { until } from '../support'

const ROUNDS = 20
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const writer = fileURLToPath(new URL('./writer.ts', import.meta.url))

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-neon-durability-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

interface Process {
  pid: number
  parent: number
  command: string
}

function processes(): Process[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
  return table.split('\n').map((line) => {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return { pid: Number(pid), parent: Number(parent), command }
  })
}

/** The processes of a writer, by what they are. */
function partsOf(main: ChildProcess): Record<string, number[]> {
  const all = processes()
  const file = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8')
  const postmaster = Number(file.split('\n')[0])
  const supervisor = all.find(({ pid }) => pid === postmaster)?.parent ?? 0
  const reader =
    all.find(({ pid, parent }) => parent === supervisor && pid !== postmaster)?.pid ?? 0
  const isBackend = ({ parent, command }: Process) =>
    parent === postmaster && command.includes('neondb_owner')
  const backend = all.find(isBackend)?.pid ?? 0
  const everything = [main.pid ?? 0, supervisor, reader]
  return {
    main: [main.pid ?? 0],
    supervisor: [supervisor],
    reader: [reader],
    postmaster: [postmaster],
    backend: [backend],
    'everything but Postgres': everything,
    everything: [...everything, postmaster],
  }
}

const PARTS = [
  'main',
  'supervisor',
  'postmaster',
  'backend',
  'reader',
  'everything but Postgres',
  'everything',
]

const hasPs = spawnSync('ps', ['-A', '-o', 'pid=']).status === 0

describe.runIf(hasPs)('killed in the middle of writing', () => {
  const acknowledged = new Set<number>()

  it.each(
    Array.from({ length: ROUNDS }, (_, round) => [round + 1, PARTS[round % PARTS.length] ?? '']),
  )(
    'round %i: %s',
    async (round, part) => {
      const args = [folder, String(round * 1_000_000)]
      const child = fork(writer, args, { execArgv: ['--import', tsx], silent: true })
      let said = ''
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (chunk: Buffer) => (said += chunk.toString()))
      }
      const exited = once(child, 'exit')
      let seen = 0
      child.on('message', (n: number) => {
        acknowledged.add(n)
        seen++
      })
      const written = (enough: number) =>
        until(() => seen >= enough || child.exitCode !== null).then(() =>
          expect(child.exitCode).toBeNull(),
        )
      await written(5 + ((round * 7) % 40))
      const parts = partsOf(child)
      const killed = parts[part] ?? []
      expect(killed.every((pid) => pid > 1)).toBe(true)
      for (const pid of killed) process.kill(pid, 'SIGKILL')
      if (part === 'backend') {
        // Postgres puts itself right, and the writer writes on.
        await written(seen + 20)
        child.kill('SIGKILL')
      }
      const [code, signal] = await exited
      const isMain = ['main', 'backend'].includes(part) || part.startsWith('everything')
      expect([code, signal]).toEqual(isMain ? [null, 'SIGKILL'] : [7, null])
      expect(said).toBe('')
      if (part.startsWith('everything')) return
      // Nothing is left running, whichever it was.
      const { postmaster = [] } = parts
      const isGone = () =>
        !processes().some(({ pid, command }) => pid === postmaster[0] && command.includes(folder))
      await until(isGone)
    },
    60_000,
  )

  it('keeps every acknowledged write', async () => {
    const local = await startLocalNeon({ data: folder })
    try {
      expect(local.isNew).toBe(false)
      const { rows } = await local.pool.query<{ n: number; half: number }>(
        'SELECT n, count(*)::int AS half FROM pairs GROUP BY n',
      )
      const kept = new Set(rows.map((row) => row.n))
      expect([...acknowledged].filter((n) => !kept.has(n))).toEqual([])
      expect(rows.filter((row) => row.half !== 2)).toEqual([])
      expect(acknowledged.size).toBeGreaterThan(ROUNDS * 4)
      const { rows: settings } = await local.pool.query(
        `SELECT name FROM pg_settings WHERE setting = 'on'
           AND name IN ('fsync', 'synchronous_commit', 'full_page_writes') ORDER BY name`,
      )
      expect(settings.map(({ name }) => name)).toEqual([
        'fsync',
        'full_page_writes',
        'synchronous_commit',
      ])
    } finally {
      await local.stop()
    }
  })
})

describe('a data folder', () => {
  it('is refused while somebody else uses it', async () => {
    const local = await startLocalNeon({ data: folder })
    await expect(startLocalNeon({ data: folder })).rejects.toThrow(FolderInUse)
    await local.stop()
    await local.stop()
    const again = await startLocalNeon({ data: folder })
    expect(again.isNew).toBe(false)
    await again.stop()
  })

  it('keeps a random password that only its user can read', async () => {
    const passwords = new Set<string>()
    for (const name of ['one', 'two']) {
      const data = join(folder, name)
      const local = await startLocalNeon({ data })
      const { password } = new URL(local.databaseUrl)
      await local.stop()
      expect(password).toMatch(/^[\w-]{24}$/)
      expect((await readFile(join(data, 'password'), 'utf8')).trim()).toBe(password)
      expect((await stat(join(data, 'password'))).mode & 0o777).toBe(0o600)
      passwords.add(password)
    }
    expect(passwords.size).toBe(2)
  })

  it('of a start that was killed halfway is started anew', async () => {
    const data = join(folder, 'halfway')
    await mkdir(join(data, 'postgres'), { recursive: true })
    await writeFile(join(data, 'password'), 'kept\n')
    await writeFile(join(data, 'postgres', 'PG_VERSION'), '18\n')
    const local = await startLocalNeon({ data })
    expect(local.isNew).toBe(true)
    expect(new URL(local.databaseUrl).password).toBe('kept')
    await local.stop()
  })

  it('of the local Neon of before is recognised, and nothing is deleted', async () => {
    const data = join(folder, 'old')
    await mkdir(join(data, 'postgres'), { recursive: true })
    await writeFile(join(data, 'postgres', 'PG_VERSION'), '18\n')
    await writeFile(join(data, 'cookie-secret'), 'kept\n')
    await expect(startLocalNeon({ data })).rejects.toThrow(OldFolder)
    expect((await readdir(data)).sort()).toEqual(['cookie-secret', 'postgres'])
    expect(await readdir(join(data, 'postgres'))).toEqual(['PG_VERSION'])
  })
})

describe('in memory', () => {
  it('nothing is left of it', async () => {
    const local = await startLocalNeon({ data: 'memory' })
    const { rows } = await local.pool.query<{ folder: string }>(
      `SELECT current_setting('data_directory') AS folder`,
    )
    const [ours = ''] = /^.*?\Wlocal-neon-[^/\\]+/.exec(rows[0]?.folder ?? '') ?? []
    expect(await readdir(dirname(ours))).toContain(basename(ours))
    await local.stop()
    expect(await readdir(dirname(ours))).not.toContain(basename(ours))
  })
})
