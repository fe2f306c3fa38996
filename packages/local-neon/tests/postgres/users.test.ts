import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { startLocalNeon } from '../../src/index'
import { until } from '../support'

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const writer = fileURLToPath(new URL('./writer.ts', import.meta.url))
/** Nobody's name is known for it, as with the owner of a folder mounted into a container. */
const SOMEBODY = 12345
/** A user that most systems know, as initdb wants it. */
const NOBODY = 65534

const folders: string[] = []

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

async function makeFolder(place: string): Promise<string> {
  const folder = await mkdtemp(join(place, 'local-neon-users-'))
  folders.push(folder)
  return folder
}

/** Starts on a folder, writes something, stops, and starts again. */
async function useTwice(data: string): Promise<void> {
  for (const isNew of [true, false]) {
    const local = await startLocalNeon({ data })
    expect(local.isNew).toBe(isNew)
    await local.pool.query('CREATE TABLE IF NOT EXISTS kept (n int)')
    await local.pool.query('INSERT INTO kept VALUES (1)')
    const { rows } = await local.pool.query('SELECT count(*)::int AS n FROM kept')
    expect(rows).toEqual([{ n: isNew ? 1 : 2 }])
    await local.stop()
  }
}

// Only root can be somebody else.
describe.runIf(process.getuid?.() === 0)('started as root', () => {
  it('Postgres runs as nobody, also where only root may enter', async () => {
    const home = await makeFolder(homedir())
    await chmod(home, 0o700)
    const data = join(home, 'project', '.local-neon')
    await mkdir(join(home, 'project'))
    await useTwice(data)
    expect((await stat(data)).uid).toBe(0)
    expect((await stat(join(data, 'postgres'))).uid).not.toBe(0)
    expect((await stat(join(data, 'password'))).uid).toBe(0)
  })

  it('in somebody’s project Postgres runs as that user, who can remove the folder', async () => {
    const project = await makeFolder(tmpdir())
    await chown(project, SOMEBODY, SOMEBODY)
    const data = join(project, '.local-neon')
    await useTwice(data)
    for (const path of [data, join(data, 'postgres'), join(data, 'password')]) {
      expect((await stat(path)).uid).toBe(SOMEBODY)
    }
  })
})

describe.runIf(process.getuid?.() === 0)('started as another user', () => {
  it('works as for anybody', async () => {
    const project = await makeFolder(tmpdir())
    await chown(project, NOBODY, NOBODY)
    const child = fork(writer, [join(project, 'data'), '0'], {
      execArgv: ['--import', tsx],
      uid: NOBODY,
      gid: NOBODY,
      env: { ...process.env, HOME: project },
    })
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('it ended'))),
    ])
    const cluster = join(project, 'data', 'postgres')
    expect((await stat(cluster)).uid).toBe(NOBODY)
    child.kill('SIGKILL')
    await once(child, 'exit')
    // Postgres follows, and writes until then.
    await until(() => !existsSync(join(cluster, 'postmaster.pid')))
  })
})
