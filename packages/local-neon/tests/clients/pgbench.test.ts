import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalNeon } from '../../src/index'
import { startForTest } from '../support'

const CLIENTS = 4
const TRANSACTIONS = 25

let local: LocalNeon

beforeAll(async () => {
  local = await startForTest()
})

afterAll(() => local.stop())

const hasPgbench = spawnSync('pgbench', ['--version']).status === 0

async function pgbench(...options: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('pgbench', [...options, local.databaseUrl])
  return stdout
}

// It comes with Postgres's own clients, which some machines lack.
describe.runIf(hasPgbench)('pgbench', () => {
  it.each(['simple', 'extended', 'prepared'])(
    'has four clients at once in its mode %s',
    async (mode) => {
      await pgbench('--initialize', '--quiet')
      const counts = ['-c', `${CLIENTS}`, '-j', '1', '-t', `${TRANSACTIONS}`]
      const all = CLIENTS * TRANSACTIONS
      const output = await pgbench('-M', mode, ...counts)
      expect(output).toContain(`query mode: ${mode}`)
      expect(output).toContain(`number of transactions actually processed: ${all}/${all}`)
      // Each transaction adds the same to an account, a teller and a branch, and records it.
      const { rows } = await local.pool.query(`
        SELECT (SELECT count(*)::int FROM pgbench_history) AS transactions,
          (SELECT sum(delta) FROM pgbench_history) AS written,
          (SELECT sum(abalance) FROM pgbench_accounts) AS accounts,
          (SELECT sum(tbalance) FROM pgbench_tellers) AS tellers,
          (SELECT sum(bbalance) FROM pgbench_branches) AS branches`)
      const [{ transactions, written, ...balances }] = rows
      expect(transactions).toBe(all)
      expect(balances).toEqual({ accounts: written, tellers: written, branches: written })
    },
    60_000,
  )
})
