import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { retry } from '@/lib/db/retry'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** An error like Drizzle's: its cause is the driver's own. */
function failure(code?: string): Error {
  return new Error('Failed query', { cause: Object.assign(new Error('no'), code && { code }) })
}

/** Runs a statement that always fails; returns when it was tried, in milliseconds. */
async function triesOf(error: Error): Promise<number[]> {
  const begin = Date.now()
  const tries: number[] = []
  const outcome = expect(
    retry(() => {
      tries.push(Date.now() - begin)
      return Promise.reject(error)
    }),
  ).rejects.toBe(error)
  await vi.runAllTimersAsync()
  await outcome
  return tries
}

describe('retry', () => {
  it.each([undefined, 'ECONNREFUSED', 'EPIPE', 'CONNECTION_CLOSED', '08006', '08P01', '57P03'])(
    'tries three times in all what was not answered (%s), with growing pauses',
    async (code) => {
      const [first, second = NaN, third = NaN, ...more] = await triesOf(failure(code))
      expect(more).toEqual([])
      expect(first).toBe(0)
      expect(second).toBeGreaterThanOrEqual(100)
      expect(second).toBeLessThanOrEqual(300)
      expect(third - second).toBeGreaterThanOrEqual(200)
      expect(third - second).toBeLessThanOrEqual(600)
    },
  )

  it('does not pause for the same time every time', async () => {
    const pauses = new Set<number | undefined>()
    for (let round = 0; round < 10; round++) pauses.add((await triesOf(failure()))[1])
    expect(pauses.size).toBeGreaterThan(1)
  })

  it.each(['23505', '22012', '42P01', '28P01', '40001'])(
    'does not repeat what Postgres has refused (%s)',
    async (code) => expect(await triesOf(failure(code))).toEqual([0]),
  )

  it('gives the first answer', async () => {
    const statement = vi.fn<() => Promise<string>>()
    statement.mockRejectedValueOnce(failure()).mockResolvedValueOnce('answer')
    const answer = retry(statement)
    await vi.runAllTimersAsync()
    expect(await answer).toBe('answer')
    expect(statement).toHaveBeenCalledTimes(2)
  })

  it('waits for one that hangs no longer than 4.5 seconds, and asks no other', async () => {
    const begin = Date.now()
    const statement = vi.fn(() => new Promise(() => {}))
    const outcome = expect(retry(statement)).rejects.toThrow('didn’t answer in time')
    await vi.runAllTimersAsync()
    await outcome
    expect(Date.now() - begin).toBe(4500)
    expect(statement).toHaveBeenCalledTimes(1)
  })

  it('counts what its caller has already waited', async () => {
    const begin = Date.now()
    const outcome = expect(retry(() => new Promise(() => {}), begin - 1500)).rejects.toThrow()
    await vi.runAllTimersAsync()
    await outcome
    expect(Date.now() - begin).toBe(3000)
  })
})
