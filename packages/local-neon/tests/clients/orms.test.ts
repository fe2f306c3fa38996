import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { startForTest } from '../support'

const script = fileURLToPath(new URL('./orms.mjs', import.meta.url))

it('Sequelize and TypeORM make tables, lock rows, and use a second connection in a transaction', async () => {
  await using local = await startForTest()
  const { stdout } = await promisify(execFile)(process.execPath, [script], {
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
})
