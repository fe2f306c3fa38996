import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { logRequests } from '@/lib/server/access-log'
import { log, logOnce, setLogLevel } from '@/lib/server/log'
import { logRequestError } from '@/lib/server/request-error'
import { openRequestScopes } from '@/lib/server/request-scope'

let server: Server
let url = ''
let answer: (request: IncomingMessage, response: ServerResponse) => void
const lines: Record<string, unknown>[] = []

beforeAll(async () => {
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((text) => void lines.push(JSON.parse(text)))
  }
  openRequestScopes()
  logRequests()
  server = createServer((request, response) => answer(request, response)).listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  url = `http://localhost:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => server.close())
beforeEach(() => {
  lines.length = 0
  setLogLevel('info')
})

describe('the id of a request', () => {
  it('is the one of the front, in the answer and in every line of the log', async () => {
    let seen: unknown
    answer = (request, response) => {
      seen = request.headers['x-request-id']
      setTimeout(() => {
        log('warn', 'late')
        response.end()
      }, 5)
    }
    const response = await fetch(`${url}/posts?token=secret`, {
      headers: { 'X-Request-Id': 'front-1234:5' },
    })
    expect(response.headers.get('x-request-id')).toBe('front-1234:5')
    expect(response.headers.get('server-timing')).toBe('request;desc="front-1234:5"')
    expect(seen).toBe('front-1234:5')
    await vi.waitUntil(() => lines.length === 2)
    expect(lines).toMatchObject([
      { event: 'late', request: 'front-1234:5' },
      { event: 'request', request: 'front-1234:5', method: 'GET', path: '/posts', status: 200 },
    ])
    expect(JSON.stringify(lines)).not.toContain('secret')
  })

  it.each(['', 'short', 'x"y\\z-12345', 'a b c d e f g', 'x'.repeat(101)])(
    'is a new one where the front sent none that is sane: %j',
    async (sent) => {
      answer = (_, response) => response.end()
      const response = await fetch(url, { headers: { 'X-Request-Id': sent } })
      expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    },
  )

  it('leaves out Server-Timing for files', async () => {
    answer = (_, response) => response.end()
    expect((await fetch(`${url}/_next/static/x.js`)).headers.get('server-timing')).toBeNull()
  })

  it('marks in its line what the client did not wait for', async () => {
    const asked = new Promise<void>((resolve) => (answer = () => resolve()))
    const abort = new AbortController()
    const gone = fetch(url, { signal: abort.signal }).catch(() => 'gone')
    await asked
    abort.abort()
    expect(await gone).toBe('gone')
    await vi.waitUntil(() => lines.length === 1)
    expect(lines[0]).toMatchObject({ event: 'request', cut: true })
  })
})

describe('the log', () => {
  it('leaves out what is below its level, and still gives an id', () => {
    setLogLevel('warn')
    expect(log('info', 'left.out')).toMatch(/^[0-9a-f]{8}$/)
    log('warn', 'kept')
    expect(lines.map(({ event }) => event)).toEqual(['kept'])
  })

  it('says once what would be the same every time', () => {
    logOnce('warn', 'said.once', { n: 1 })
    logOnce('warn', 'said.once', { n: 2 })
    expect(lines).toMatchObject([{ event: 'said.once', n: 1 }])
  })

  it('has an error that nobody caught, with the reference of its page and without values', () => {
    const error = Object.assign(new Error('Failed query: select $1\nparams: draft'), {
      digest: '12',
    })
    logRequestError(
      error,
      { path: '/posts/1?code=secret', method: 'GET', headers: { cookie: 'secret' } },
      {
        routerKind: 'App Router',
        routePath: '/posts/[id]',
        routeType: 'render',
        revalidateReason: undefined,
      },
    )
    expect(lines).toMatchObject([
      { event: 'request.failed', reference: '12', path: '/posts/1', route: '/posts/[id]' },
    ])
    expect(JSON.stringify(lines)).not.toMatch(/secret|draft/)
  })
})
