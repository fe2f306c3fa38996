import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import spawn from 'cross-spawn'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LocalNeon } from '../../src/index'
import { startForTest } from '../support'

/**
 * Installed by the test alone: as devDependencies these two would cost everybody who clones the
 * repository some 40 MB, for this one test.
 */
const PACKAGES = ['sequelize@6.37.8', 'typeorm@1.1.1', 'pg@8.23.1']

let local: LocalNeon
let folder: string

beforeAll(async () => {
  local = await startForTest()
  folder = await mkdtemp(join(tmpdir(), 'local-neon-orms-'))
  await writeFile(join(folder, 'package.json'), '{ "private": true }')
  await copyFile(fileURLToPath(new URL('./orms.mjs', import.meta.url)), join(folder, 'orms.mjs'))
  await install()
}, 300_000)

afterAll(async () => {
  await local.stop()
  await rm(folder, { recursive: true, force: true })
})

async function install(): Promise<void> {
  const quiet = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--silent']
  const child = spawn('npm', ['install', ...quiet, '--prefix', folder, ...PACKAGES], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  expect(code, 'npm install').toBe(0)
}

it('Sequelize and TypeORM make tables, lock rows, and use a second connection in a transaction', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['orms.mjs'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], DATABASE_URL: local.databaseUrl, NODE_ENV: 'test' },
  })
  expect(JSON.parse(stdout)).toEqual({
    sequelize: {
      inside: ['kept', 'locked'],
      outside: [],
      skipping: ['kept'],
      undone: 'thought better of',
      after: 2,
    },
    typeOrm: {
      migrations: ['Fill1700000000001'],
      inside: ['migrated', 'kept'],
      outside: ['migrated'],
      // lock_not_available
      nowait: '55P03',
      undone: 'thought better of',
      after: 2,
    },
  })
}, 60_000)
