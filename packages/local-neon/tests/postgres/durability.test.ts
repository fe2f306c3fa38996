import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FolderInUse, startLocalNeon } from '../../src/index'

const ROUNDS = 20
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const writer = fileURLToPath(new URL('./writer.ts', import.meta.url))

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-neon-durability-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

it('keeps every acknowledged write when it is killed in the middle of writing', async () => {
  const acknowledged = new Set<number>()
  for (let round = 0; round < ROUNDS; round++) {
    const child = fork(writer, [folder, String(round * 1_000_000)], { execArgv: ['--import', tsx] })
    const enough = 5 + ((round * 7) % 40)
    await killAfter(child, enough, acknowledged)
  }

  const local = await startLocalNeon({ data: folder })
  try {
    expect(local.isNew).toBe(false)
    const { rows } = await local.pool.query<{ n: number; half: number }>(
      `SELECT a.n, (SELECT count(*)::int FROM pairs p WHERE p.n = a.n) AS half
        FROM pairs a GROUP BY a.n`,
    )
    const kept = new Set(rows.map((row) => row.n))
    expect([...acknowledged].filter((n) => !kept.has(n))).toEqual([])
    expect(rows.filter((row) => row.half !== 2)).toEqual([])
    expect(acknowledged.size).toBeGreaterThan(ROUNDS * 4)
  } finally {
    await local.stop()
  }
}, 180_000)

it('refuses a folder that somebody else uses', async () => {
  const local = await startLocalNeon({ data: folder })
  await expect(startLocalNeon({ data: folder })).rejects.toThrow(FolderInUse)
  await local.stop()
  await local.stop()
  const again = await startLocalNeon({ data: folder })
  expect(again.isNew).toBe(false)
  await again.stop()
})

function killAfter(child: ChildProcess, enough: number, acknowledged: Set<number>): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = 0
    child.on('message', (n: number) => {
      acknowledged.add(n)
      if (++seen === enough) child.kill('SIGKILL')
    })
    child.once('exit', (_code, signal) => {
      if (signal === 'SIGKILL') resolve()
      else reject(new Error('the writer ended of itself'))
    })
  })
}
