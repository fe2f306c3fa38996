import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { neon as neonSql } from '@neondatabase/serverless'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { consoleToken } from '../src/console/token'
import type { LocalNeon } from '../src/index'
import { startForTest, useLocalEndpoints } from './support'

let local: LocalNeon
beforeAll(async () => {
  useLocalEndpoints()
  local = await startForTest({ rateLimit: false })
  await local.pool.query('CREATE TABLE untouched AS SELECT 1 AS n')
})
afterAll(() => local.stop())

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** A request with exactly these headers, as a browser sends them for a page. */
function send(
  url: string,
  headers: Record<string, string>,
  method = 'GET',
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      )
    })
    request.once('error', reject).end(body)
  })
}

interface Door {
  port: string
  url: string
  method: string
  headers: Record<string, string>
  body: string
}

/** A request to each HTTP port that gets a 200. */
function doors(neon = local): Door[] {
  const connection = { 'Neon-Connection-String': neon.databaseUrl }
  return [
    {
      port: 'sql',
      url: neon.sqlEndpoint,
      method: 'POST',
      headers: connection,
      body: '{"query":"DELETE FROM untouched"}',
    },
    { port: 'auth', url: neon.jwksUrl, method: 'GET', headers: {}, body: '' },
    { port: 'auth', url: `${neon.authUrl}/get-session`, method: 'GET', headers: {}, body: '' },
    {
      port: 'console',
      url: `${neon.consoleUrl}/api/mails`,
      method: 'GET',
      headers: {},
      body: '',
    },
    {
      port: 'console',
      url: `${neon.consoleUrl}/api/faults`,
      method: 'POST',
      headers: { Authorization: `Bearer ${neon.token}`, 'Content-Type': 'application/json' },
      body: '{"service":"database","fault":null}',
    },
    {
      port: 'identity provider',
      url: `${neon.identityProviderUrl}/google/.well-known/openid-configuration`,
      method: 'GET',
      headers: {},
      body: '',
    },
  ]
}

const foreign: Record<string, string>[] = [
  { Origin: 'https://evil.example' },
  { Origin: 'null' },
  { Origin: '' },
  { Origin: 'http://localhost.evil.example' },
  { Origin: 'http://localhost:3000.evil.test' },
  { Origin: 'http://localhost:3000@evil.example' },
  { Origin: 'http://evil.example/localhost' },
  { Origin: 'http://127.0.0.1.evil.example:80' },
  { Origin: 'file://localhost' },
  { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' },
  { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' },
  { Host: 'evil.example' },
  { Host: 'localhost.evil.example:5440' },
  { Host: 'localhost:5440.evil.example' },
  { Host: 'localhost@evil.example' },
  { Host: '10.0.0.1' },
  { Host: '0.0.0.0' },
]

describe('a page of the web', () => {
  it.each(foreign)('gets 403 and nothing else from every port: %j', async (headers) => {
    const neon = local
    for (const door of doors()) {
      const answer = await send(door.url, { ...door.headers, ...headers }, door.method, door.body)
      expect({ port: door.port, status: answer.status }).toEqual({ port: door.port, status: 403 })
      expect(Object.keys(answer.headers)).not.toContain('access-control-allow-origin')
    }
    expect((await neon.pool.query('SELECT n FROM untouched')).rows).toEqual([{ n: 1 }])
  })

  it('names the host that it means', async () => {
    for (const { url } of doors()) {
      const answer = await raw(Number(new URL(url).port), 'GET / HTTP/1.0\r\n\r\n')
      expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    }
  })

  it('gets no leave for what it would send after a preflight', async () => {
    const headers = {
      Origin: 'https://evil.example',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'neon-connection-string, authorization',
      'Access-Control-Request-Private-Network': 'true',
    }
    for (const { url } of doors()) {
      const answer = await send(url, headers, 'OPTIONS')
      expect(answer.status).toBe(403)
      expect(Object.keys(answer.headers).join()).not.toContain('access-control-allow')
    }
  })

  it.each<Record<string, string>>([
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Host: 'evil.example' },
    { 'Sec-Fetch-Site': 'cross-site' },
  ])('opens no WebSocket: %j', async (headers) => {
    const answer = await upgrade(headers)
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
  })

  it('may have a link that leads here, at the top of a window', async () => {
    const link = {
      'Sec-Fetch-Site': 'cross-site',
      'Sec-Fetch-Mode': 'navigate',
      'Sec-Fetch-Dest': 'document',
    }
    const reset = `${local.authUrl}/reset-password/x?callbackURL=${encodeURIComponent('http://localhost:3000/reset')}`
    expect((await send(reset, link)).status).toBe(302)
    expect((await send(`${local.consoleUrl}/mailbox`, link)).status).toBe(200)
    expect((await send(`${local.identityProviderUrl}/google/o/oauth2/v2/auth`, link)).status).toBe(
      401,
    )
    expect((await send(local.sqlEndpoint, link)).status).toBe(403)
    const sent = await send(`${local.authUrl}/sign-out`, link, 'POST', '{}')
    expect(sent.status).toBe(403)
  })
})

function upgrade(headers: Record<string, string>): Promise<string> {
  const { host, port } = new URL(local.sqlEndpoint)
  const lines = Object.entries({
    Host: host,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  return raw(Number(port), `GET /v2 HTTP/1.1\r\n${lines.join('')}\r\n`, 'HTTP/1.1 101')
}

/** A port's answer to these bytes until it closes, or has said `enough`. */
function raw(port: number, bytes: string | Buffer, enough?: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      answer += chunk
      if (enough !== undefined && answer.includes(enough)) socket.destroy()
    })
    socket.on('error', () => {})
    socket.once('close', () => resolve(answer))
  })
}

describe('a page of this machine', () => {
  it.each([
    'http://localhost:5173',
    'https://localhost',
    'http://127.0.0.1:8080',
    'http://[::1]:1',
  ])('%s uses SQL over HTTP and WebSockets from the browser', async (origin) => {
    const browser = { Origin: origin, 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors' }
    const preflight = await send(local.sqlEndpoint, browser, 'OPTIONS')
    expect(preflight).toMatchObject({
      status: 200,
      headers: { 'access-control-allow-origin': origin, vary: 'Origin' },
    })
    const headers = { ...browser, 'Neon-Connection-String': local.databaseUrl }
    for (const [query, status] of [
      ['SELECT 1 AS one', 200],
      ['SELECT', 200],
      ['nonsense', 400],
    ] as const) {
      const answer = await send(local.sqlEndpoint, headers, 'POST', JSON.stringify({ query }))
      expect(answer).toMatchObject({
        status,
        headers: { 'access-control-allow-origin': origin },
      })
    }
    // 127.0.0.1 and localhost are two sites.
    const socket = await upgrade({ Origin: origin, 'Sec-Fetch-Site': 'cross-site' })
    expect(socket).toMatch(/^HTTP\/1\.1 101 /)
  })

  it('reads nothing of the console', async () => {
    const browser = { Origin: 'http://localhost:3000', 'Sec-Fetch-Site': 'same-site' }
    for (const path of ['/', '/api/mails', '/api/faults']) {
      expect((await send(`${local.consoleUrl}${path}`, browser)).status).toBe(403)
    }
  })
})

describe('a program', () => {
  it('uses the driver and the rest as ever, with localhost by any of its names', async () => {
    expect(await neonSql(local.databaseUrl)`SELECT n FROM untouched`).toEqual([{ n: 1 }])
    for (const host of ['localhost', '127.0.0.1', '[::1]', 'LOCALHOST:80']) {
      for (const { url } of doors().filter(({ port }) => port !== 'sql')) {
        const method = url.endsWith('/faults') ? 'GET' : undefined
        expect((await send(url, { Host: host }, method)).status).toBe(200)
      }
    }
  })
})

describe('an origin that the settings of Neon Auth trust', () => {
  it('may ask Neon Auth, and no other port', async () => {
    await local.auth.settings.set({ trustedOrigins: ['https://app.example'] })
    const headers = { Origin: 'https://app.example', 'Sec-Fetch-Site': 'cross-site' }
    const answers = await Promise.all(
      doors().map(async ({ port, url }) => ({ port, answer: await send(url, headers) })),
    )
    for (const { port, answer } of answers) {
      expect({ port, status: answer.status }).toEqual({ port, status: port === 'auth' ? 200 : 403 })
    }
    const rebound = await send(local.jwksUrl, { ...headers, Host: 'app.example' })
    expect(rebound.status).toBe(403)
    await local.auth.settings.set({ trustedOrigins: [] })
  })
})

describe('the Postgres port', () => {
  it.each(['databaseUrl', 'databaseUrlUnpooled'] as const)(
    'does not take a form of a page for Postgres (%s)',
    async (name) => {
      const body = Buffer.from('\0\x03\0\0user\0neondb_owner\0database\0neondb\0\0', 'latin1')
      const length = Buffer.alloc(4)
      length.writeInt32BE(body.length + 4)
      const startup = Buffer.concat([length, body]).toString('latin1')
      const request =
        'POST / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n' +
        `Content-Type: text/plain\r\nConnection: close\r\nContent-Length: ${startup.length}\r\n\r\n`
      const answer = await raw(
        Number(new URL(local[name]).port),
        Buffer.from(request + startup, 'latin1'),
      )
      // No request for authentication (R), which a startup packet gets.
      expect(answer).not.toMatch(/^R|\nR\0/)
      expect(answer).not.toContain('SCRAM')
      if (name === 'databaseUrl') expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    },
  )
})

describe('the token', () => {
  it('is kept with the data, for its owner alone', async () => {
    const data = await mkdtemp(join(tmpdir(), 'local-neon-token-'))
    try {
      const token = await consoleToken(join(data, 'new'))
      const file = join(data, 'new', 'token')
      expect(token).toMatch(/^[\w-]{43}$/)
      expect(await readFile(file, 'utf8')).toBe(`${token}\n`)
      expect((await stat(file)).mode & 0o777).toBe(0o600)
      expect(await consoleToken(join(data, 'new'))).toBe(token)
      await writeFile(file, '')
      expect(await consoleToken(join(data, 'new'))).toMatch(/^[\w-]{43}$/)
    } finally {
      await rm(data, { recursive: true, force: true })
    }
  })

  it('is another one each time in memory', async () => {
    expect(local.token).toMatch(/^[\w-]{43}$/)
    expect(await consoleToken('memory')).not.toBe(await consoleToken('memory'))
  })
})

describe('listening beyond loopback', () => {
  const outside = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address

  const reaches = (address: string, url: string) =>
    new Promise<boolean>((resolve) => {
      const socket = connect(Number(new URL(url).port), address, () => resolve(true))
      socket.once('error', () => resolve(false)).once('connect', () => socket.destroy())
    })

  it.skipIf(outside === undefined)('is not done unless asked for', async () => {
    for (const url of [
      local.databaseUrl,
      local.databaseUrlUnpooled,
      ...doors().map((d) => d.url),
    ]) {
      expect(await reaches(outside ?? '', url)).toBe(false)
    }
  })

  it.skipIf(outside === undefined).each([outside ?? '', '0.0.0.0'])(
    'is done for the option `host` (%s), with a warning',
    async (host) => {
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
      const open = await startForTest({ host, hostNames: ['Neon.internal'], rateLimit: false })
      try {
        expect(warn.mock.calls.join()).toContain(`listens on ${host}`)
        for (const { url } of doors(open).filter(({ method }) => method === 'GET')) {
          expect((await send(url, {})).status).toBe(200)
          const there = url.replace('localhost', outside ?? '')
          expect((await send(there, {})).status).toBe(200)
          expect((await send(there, { Host: 'neon.internal:80' })).status).toBe(200)
          expect((await send(there, { Host: 'evil.example' })).status).toBe(403)
          expect((await send(there, { Origin: `http://${outside}` })).status).toBe(403)
        }
      } finally {
        warn.mockRestore()
        await open.stop()
      }
    },
  )

  it('says which address the machine does not have', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    await expect(startForTest({ host: '203.0.113.1' })).rejects.toThrow('203.0.113.1')
    warn.mockRestore()
  })
})
