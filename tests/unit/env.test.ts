import { beforeAll, describe, expect, it, vi } from 'vitest'

const good = {
  DATABASE_URL: 'postgresql://user:secret-password@ep-x.eu-central-1.aws.neon.tech/neondb',
  NEON_AUTH_BASE_URL: 'https://ep-x.neonauth.eu-central-1.aws.neon.tech/neondb/auth',
  NEON_AUTH_COOKIE_SECRET: 'x'.repeat(32),
}

let parseEnv: typeof import('@/lib/env').parseEnv

beforeAll(async () => {
  for (const [name, value] of Object.entries(good)) vi.stubEnv(name, value)
  ;({ parseEnv } = await import('@/lib/env'))
})

describe('parseEnv', () => {
  it('takes a complete environment and drops a trailing slash of the auth address', () => {
    const env = parseEnv({ ...good, NEON_AUTH_BASE_URL: `${good.NEON_AUTH_BASE_URL}/` })
    expect(env).toMatchObject({ ...good, DATABASE_DRIVER: 'neon-http' })
  })

  it.each(Object.keys(good))(
    'names %s when it is missing or empty, with purpose and source',
    (name) => {
      for (const value of [undefined, '']) {
        const parse = () => parseEnv({ ...good, [name]: value })
        expect(parse).toThrow(new RegExp(`${name} is missing[^]*what for:[^]*where from:`))
      }
    },
  )

  it('names all problems at once', () => {
    expect(() => parseEnv({})).toThrow(
      /DATABASE_URL is[^]*NEON_AUTH_BASE_URL is[^]*COOKIE_SECRET is/,
    )
  })

  it.each([
    ['DATABASE_URL', 'mysql://user:secret-value@host/db'],
    ['DATABASE_URL', 'secret-value'],
    ['DATABASE_URL', 'postgresql://secret-value@/db'],
    ['DATABASE_URL_UNPOOLED', 'secret-value'],
    ['DATABASE_DRIVER', 'secret-value'],
    ['DATABASE_REPLICA_URL', 'secret-value'],
    ['NEON_AUTH_BASE_URL', 'http://secret-value.example.com/auth'],
    ['NEON_AUTH_BASE_URL', 'secret-value'],
    ['NEON_AUTH_COOKIE_SECRET', 'secret-value'],
  ])('refuses a malformed %s and never prints its value (%s)', (name, value) => {
    const parse = () => parseEnv({ ...good, [name]: value })
    expect(parse).toThrow(`${name} must`)
    try {
      parse()
    } catch (error) {
      expect(String(error)).not.toContain('secret-value')
      expect(String(error)).not.toContain('secret-password')
    }
  })

  it('lists the drivers when it is given an unknown one', () => {
    expect(() => parseEnv({ ...good, DATABASE_DRIVER: 'mysql' })).toThrow(
      'must be one of neon-http, neon-websocket, node-postgres, postgres-js',
    )
  })

  it('takes http for the auth service on this machine alone', () => {
    const url = 'http://localhost:5441/neondb/auth'
    expect(parseEnv({ ...good, NEON_AUTH_BASE_URL: url }).NEON_AUTH_BASE_URL).toBe(url)
  })
})
