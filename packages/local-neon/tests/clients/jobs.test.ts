import { Logger, quickAddJob, run } from 'graphile-worker'
import pg from 'pg'
import PgBoss from 'pg-boss'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { LocalNeon } from '../../src/index'
import { startForTest, until } from '../support'
import { makeDatabase } from './database'

const JOBS = Array.from({ length: 12 }, (_, n) => n)

let local: LocalNeon

beforeAll(async () => {
  local = await startForTest()
})

afterAll(() => local.stop())

describe('graphile-worker', () => {
  it('is woken up for jobs and does each once, with two workers at once', async () => {
    const url = await makeDatabase(local, 'graphile-worker')
    const pool = new pg.Pool({ connectionString: url })
    onTestFinished(() => pool.end())
    await pool.query('CREATE TABLE done (n int)')
    const logger = new Logger(() => () => {})
    const options = { connectionString: url, logger }
    const start = () =>
      run({
        ...options,
        concurrency: 2,
        noHandleSignals: true,
        // Only NOTIFY reports a job in time.
        pollInterval: 3_600_000,
        taskList: {
          note: async (payload, { query }) => {
            await query(`INSERT INTO done VALUES (($1::json ->> 'n')::int)`, [
              JSON.stringify(payload),
            ])
          },
        },
      })
    // One after the other: on any Postgres, two that make its schema at once race for its name.
    const workers = [await start(), await start()]
    for (const n of JOBS) await quickAddJob(options, 'note', { n })
    await until(async () => {
      const { rows } = await pool.query('SELECT 1 FROM graphile_worker.jobs')
      return rows.length === 0
    })
    for (const worker of workers) await worker.stop()
    const { rows } = await pool.query('SELECT n FROM done ORDER BY n')
    expect(rows.map(({ n }) => n)).toEqual(JOBS)
  })
})

describe('pg-boss', () => {
  it('does each job once, with two workers at once, and tries again what failed', async () => {
    const url = await makeDatabase(local, 'pg-boss')
    // Both make the schema, under an advisory lock.
    const bosses = await Promise.all([1, 2].map(() => new PgBoss(url).start()))
    const [boss] = bosses
    if (boss === undefined) throw new Error('there is none')
    await boss.createQueue('notes', { name: 'notes', retryLimit: 1 })
    const done: unknown[] = []
    let failures = 0
    for (const worker of bosses) {
      await worker.work('notes', { pollingIntervalSeconds: 0.5, batchSize: 4 }, async (jobs) => {
        if (failures++ === 0) throw new Error('not yet')
        done.push(...jobs.map(({ data }) => data))
      })
    }
    const ids = await Promise.all(JOBS.map((n) => boss.send('notes', { n })))
    await until(async () => {
      const jobs = await Promise.all(ids.map((id) => boss.getJobById('notes', id ?? '')))
      return jobs.every((job) => job?.state === 'completed')
    })
    await Promise.all(bosses.map((each) => each.stop({ graceful: false })))
    expect(failures).toBeGreaterThan(1)
    expect(done).toHaveLength(JOBS.length)
    expect(new Set(done.map((data) => JSON.stringify(data))).size).toBe(JOBS.length)
  })
})
