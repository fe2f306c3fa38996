import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LocalNeon } from 'local-neon'
import { addPosts, startMigrated } from './app-fixture'

/** The current request's client. */
const client = vi.hoisted(() => ({ address: '' }))
vi.mock('next/headers', () => ({
  headers: () => Promise.resolve(new Headers({ 'x-peer-address': client.address })),
}))

let neon: LocalNeon
let limiter: typeof import('@/lib/rate-limit/limiter')

beforeAll(async () => {
  neon = await startMigrated()
  vi.stubEnv('DATABASE_URL', neon.databaseUrl)
  vi.stubEnv('NEON_AUTH_BASE_URL', neon.authUrl)
  vi.stubEnv('NEON_AUTH_COOKIE_SECRET', 'x'.repeat(32))
  limiter = await import('@/lib/rate-limit/limiter')
})
beforeEach(async () => {
  neon.faults.set('database', null)
  await neon.pool.query('DELETE FROM rate_limits')
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await neon.stop()
})

const ada = { key: 'sign-in account ada', max: 10, seconds: 600 }
const grace = { key: 'sign-in account grace', max: 10, seconds: 600 }

describe('countAttempt', () => {
  it('lets exactly as many of many parallel attempts through as the limit says', async () => {
    const waits = await Promise.all(Array.from({ length: 30 }, () => limiter.countAttempt([ada])))
    expect(waits.filter((wait) => wait === undefined)).toHaveLength(10)
    for (const wait of waits) if (wait !== undefined) expect(wait).toBeGreaterThan(590)
  })

  it('does not mix accounts, and counts the client address across them', async () => {
    const address = { key: 'sign-in address 192.0.2.1', max: 15, seconds: 600 }
    for (let n = 0; n < 10; n++) expect(await limiter.countAttempt([ada, address])).toBeUndefined()
    expect(await limiter.countAttempt([ada, address])).toBeGreaterThan(0)
    for (let n = 0; n < 4; n++) expect(await limiter.countAttempt([grace, address])).toBeUndefined()
    expect(await limiter.countAttempt([grace, address])).toBeGreaterThan(0)
    expect(await limiter.countAttempt([grace])).toBeUndefined()
  })

  it('tells which limit was hit, and not by whom', async () => {
    const { processState } = await import('@/lib/server/process-state')
    const countLimit = vi.fn()
    processState.telemetry = { span: (_, __, work) => work(), countLimit, flush: async () => {} }
    try {
      const address = { key: 'sign-in address 192.0.2.1', max: 1, seconds: 600 }
      await limiter.countAttempt([ada, address])
      expect(countLimit).not.toHaveBeenCalled()
      await limiter.countAttempt([ada, address])
      expect(countLimit.mock.calls).toEqual([['sign-in address']])
    } finally {
      delete processState.telemetry
    }
  })

  it('never deadlocks on the same limits in another order', async () => {
    const pairs = Array.from({ length: 40 }, (_, n) => (n % 2 ? [ada, grace] : [grace, ada]))
    const waits = await Promise.all(pairs.map((pair) => limiter.countAttempt(pair)))
    expect(waits.filter((wait) => wait === undefined)).toHaveLength(10)
  })

  it('begins anew when the time is over, and forgets what succeeded', async () => {
    for (let n = 0; n < 11; n++) await limiter.countAttempt([ada])
    await neon.pool.query(`UPDATE rate_limits SET expires_at = now() - interval '1 second'`)
    expect(await limiter.countAttempt([ada])).toBeUndefined()
    const { rows } = await neon.pool.query('SELECT hits FROM rate_limits')
    expect(rows).toEqual([{ hits: 1 }])
    for (let n = 0; n < 10; n++) await limiter.countAttempt([ada])
    await limiter.forgetAttempts([ada.key])
    expect(await limiter.countAttempt([ada])).toBeUndefined()
  })

  it('removes old rows, and names nobody in those it keeps', async () => {
    await neon.pool.query(
      `INSERT INTO rate_limits SELECT 'old ' || n, 1, now() - interval '2 days' FROM generate_series(1, 60) n`,
    )
    await limiter.countAttempt([ada])
    await limiter.countAttempt([ada])
    const { rows } = await neon.pool.query<{ key: string }>('SELECT key FROM rate_limits')
    expect(rows).toHaveLength(1)
    expect(rows[0]?.key).not.toContain('ada')
  })

  it.each(['hang', 'refuse', 'status500'] as const)(
    'lets people through, soon, when the database does not answer (%s)',
    async (kind) => {
      neon.faults.set('database', { kind })
      const log = vi.spyOn(console, 'error').mockImplementation(() => {})
      const start = Date.now()
      expect(await limiter.countAttempt([ada])).toBeUndefined()
      expect(Date.now() - start).toBeLessThan(3500)
      expect(log.mock.calls.join()).toContain('rate-limit.unavailable')
      log.mockRestore()
    },
  )
})

describe('clientAddress', () => {
  it.each([
    // Without a proxy, the client made up the header.
    ['203.0.113.9', '192.0.2.1', 0, '192.0.2.1'],
    ['203.0.113.9', '', 0, undefined],
    // Each proxy adds to the end; the client's own entries come first.
    ['203.0.113.9, 198.51.100.7', '10.0.0.1', 1, '198.51.100.7'],
    ['1.1.1.1, 203.0.113.9, 198.51.100.7', '10.0.0.1', 2, '203.0.113.9'],
    ['', '10.0.0.1', 1, undefined],
    ['2001:db8:1:2:3:4:5:6', '10.0.0.1', 1, '2001:db8:1:2'],
    ['2001:db8::1', '10.0.0.1', 1, '2001:db8:0:0'],
    ['::ffff:192.0.2.4', '10.0.0.1', 1, '192.0.2.4'],
    ['192.0.2.4:1234', '10.0.0.1', 1, '192.0.2.4'],
  ])('of "%s" by way of %s behind %i proxies is %s', async (forwarded, peer, proxies, expected) => {
    const { clientAddress } = await import('@/lib/rate-limit/client-address')
    const headers = new Headers({ 'x-peer-address': peer, 'x-forwarded-for': forwarded })
    expect(clientAddress(headers, proxies)).toBe(expected)
  })
})

describe('the picture of a post', () => {
  it('is drawn 60 times a minute for one client, and given again as often as one likes', async () => {
    await addPosts(neon, 'On bridges', 'On rivers', 'On rain')
    const { rows } = await neon.pool.query<{ id: string }>('SELECT id FROM posts ORDER BY id')
    const [bridges = '', rivers = '', rain = ''] = rows.map(({ id }) => id)
    const { GET } = await import('@/app/p/[id]/card.png/route')
    const ask = (id: string) =>
      GET(new Request('http://localhost'), { params: Promise.resolve({ id }) })
    client.address = '192.0.2.7'
    expect((await ask(bridges)).status).toBe(200)
    const { limitAttempt } = await import('@/lib/rate-limit/limits')
    for (let n = 0; n < 59; n++) expect(await limitAttempt('draw-card', undefined)).toBeUndefined()

    const refused = await ask(rivers)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('cache-control')).toBe('no-store')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50)
    const kept = await ask(bridges)
    expect([kept.status, kept.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect((await ask('0')).status).toBe(404)

    client.address = '192.0.2.8'
    expect((await ask(rain)).status).toBe(200)
  })
})
