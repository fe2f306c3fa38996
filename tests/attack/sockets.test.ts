import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { faultsOfRaw, sendRaw } from './support/raw'
import { attack, logLines, resources } from './support/requests'
import { closedSlowClients, open, requestText, stalledRequests } from './support/slow'

const port = Number(new URL(inject('world').appUrl).port)
const host = `localhost:${port}`

/** A request as it goes over the wire. */
const request = (line: string, headers: readonly string[] = [], body = '') =>
  requestText(host, line, headers, body)

const webSocket = [
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
]

let before: ReturnType<typeof resources>

beforeAll(async () => {
  for (let round = 0; round < 10; round++) await attack('/posts')
  before = resources()
})

describe('upgrades', () => {
  it.each(['/', '/posts', '/nowhere', '/api/ready', '/_next/hmr', '/_next/static/x.js', '//x'])(
    'to %s are refused and closed',
    async (path) => {
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => sendRaw(port, request(`GET ${path}`, webSocket))),
      )
      for (const answer of answers) {
        expect(answer).toMatchObject({ status: 400, isClosed: true })
        expect(faultsOfRaw(path, answer)).toEqual([])
      }
    },
  )

  it('to anything but a WebSocket are ignored, as HTTP lets a server', async () => {
    const headers = [
      'Upgrade: h2c',
      'Connection: Upgrade, HTTP2-Settings',
      'HTTP2-Settings: AAMAAABk',
    ]
    const answer = await sendRaw(port, request('GET /api/health', headers), 500)
    expect(answer.status).toBe(200)
  })

  it('leave nothing behind when the client is gone at once', async () => {
    for (let round = 0; round < 20; round++) {
      const socket = await open(port)
      socket.write(request('GET /posts', webSocket))
      socket.destroy()
    }
    await vi.waitUntil(() => resources().descriptors <= before.descriptors + 3)
  })
})

describe('request lines', () => {
  it.each([
    ['TRACE /', 405],
    ['TRACE /posts', 405],
    ['PROPFIND /', 405],
    ['PURGE /api/health', 405],
    ['PUT /posts', 405],
    ['DELETE /auth/sign-in', 405],
    ['PATCH /', 405],
    ['GET http://evil.test/', 400],
    ['GET http://evil.test/posts/', 400],
    ['GET http://evil.test//x', 400],
    ['POST https://evil.test/auth/sign-in', 400],
    [`GET http://user@${host}/`, 400],
    ['GET evil.test:80', 400],
    ['OPTIONS *', 400],
    [`GET http://${host}/api/health`, 200],
    [`GET http://${host}/posts/`, 308],
    ['GET //x', 308],
    ['GET //evil.test/x', 308],
    ['GET /posts/', 308],
    ['GET /%E0%A4%A', 400],
    ['GET /auth/social/%a0', 400],
    ['GET /_next/static/..%2f..%2fBUILD_ID', 404],
  ])('%s gives %i', async (line, status) => {
    const answer = await sendRaw(port, request(line, ['Connection: close']))
    expect(answer.status).toBe(status)
    expect(faultsOfRaw(line, answer)).toEqual([])
    expect(answer.headers.get('location') ?? '/').toMatch(/^\/(?!\/)/)
  })

  it('CONNECT is closed', async () => {
    expect(
      (await sendRaw(port, `CONNECT evil.test:443 HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).isClosed,
    ).toBe(true)
  })

  it('a 405 says what is allowed', async () => {
    const answer = await sendRaw(port, request('PUT /posts', ['Connection: close']))
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST')
  })
})

describe('broken requests', () => {
  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['headers that are too long', request('GET /', [`X: ${'x'.repeat(20_000)}`]), 431],
    ['two lengths', request('POST /', ['Content-Length: 1', 'Content-Length: 2'], 'x'), 400],
    [
      'a length and chunks',
      request('POST /', ['Content-Length: 1', 'Transfer-Encoding: chunked']),
      400,
    ],
    ['an expectation', request('GET /', ['Expect: wonders', 'Connection: close']), 417],
  ])('%s gives an answer with the headers, and is closed', async (_, bytes, status) => {
    const answer = await sendRaw(port, bytes)
    expect(answer).toMatchObject({ status, isClosed: true })
    expect(faultsOfRaw(bytes, answer)).toEqual([])
  })

  it('whatever they are, they are answered properly or not at all', async () => {
    const token = fc.constantFrom(
      'GET',
      'POST',
      '/',
      '/posts',
      ' ',
      '\r\n',
      ':',
      'HTTP/1.1',
      '\0',
      'é',
    )
    const header = fc.constantFrom(
      `Host: ${host}`,
      'Host: evil.test',
      'Content-Length: 5',
      'Content-Length: -1',
      'Transfer-Encoding: chunked',
      'Transfer-Encoding: gzip, chunked',
      'Connection: close',
      'Connection: upgrade',
      'Upgrade: websocket',
      'Expect: 100-continue',
      'Next-Action: x',
      'RSC: 1',
      'Cookie: \x01',
      'X-Forwarded-Host: evil.test',
      `Origin: http://${host}`,
      'Content-Type: multipart/form-data; boundary=x',
    )
    const line = fc.oneof(
      fc.constantFrom(
        'GET / HTTP/1.1',
        'POST /posts HTTP/1.1',
        'GET /posts HTTP/1.0',
        'HEAD // HTTP/1.1',
      ),
      fc.array(token, { maxLength: 6 }).map((parts) => parts.join('')),
    )
    const message = fc
      .tuple(line, fc.uniqueArray(header, { maxLength: 5 }), fc.string({ maxLength: 50 }))
      .map(([first, headers, body]) => [first, ...headers, '', body].join('\r\n'))
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 4, maxLength: 8 }), async (messages) => {
        const answers = await Promise.all(messages.map((bytes) => sendRaw(port, bytes, 400)))
        const faults = answers.flatMap((answer, i) => faultsOfRaw(messages[i] ?? '', answer))
        expect(faults).toEqual([])
      }),
      { interruptAfterTimeLimit: 8000, numRuns: 100_000 },
    )
  })
})

describe('clients that go away', () => {
  it('in the middle of a body are forgotten, and none of their errors is uncaught', async () => {
    const form = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n'
    const whole = request(
      'POST /posts',
      [
        `Origin: http://${host}`,
        'Content-Type: multipart/form-data; boundary=x',
        `Content-Length: ${form.length}`,
      ],
      form,
    )
    for (const bytes of [...Object.values(stalledRequests(host)), whole, whole, whole]) {
      for (let round = 0; round < 8; round++) {
        const socket = await open(port)
        socket.on('error', () => {})
        socket.write(bytes)
        await new Promise((resolve) => setTimeout(resolve, 10 * round))
        socket.resetAndDestroy()
      }
    }
    await vi.waitUntil(() => resources().descriptors <= before.descriptors + 3)
    expect(logLines().filter((line) => /uncaught/i.test(line))).toEqual([])
  })
})

describe('slow clients', () => {
  it.each(Object.keys(stalledRequests(host)))(
    'that stop after %s are closed within what the limits say',
    async (name) => {
      const closed = () => closedSlowClients(inject('world').slowFile).get(name)
      // Node checks every thirty seconds if the limits, of ten and of thirty, have passed.
      expect(await vi.waitUntil(closed, { timeout: 62_000 })).toBeLessThan(61_000)
    },
    65_000,
  )

  it('leave no descriptor behind', async () => {
    await vi.waitUntil(() => resources().descriptors <= before.descriptors + 3)
  })
})

/** A process's limit of open descriptors; Node raises its own as far as allowed. */
function mostDescriptors(pid: number | 'self'): number {
  const limits = readFileSync(`/proc/${pid}/limits`, 'utf8')
  return Number(/^Max open files +(\d+)/m.exec(limits)?.[1])
}

describe.runIf(process.platform === 'linux')('ten thousand idle connections', () => {
  const crowd: Socket[] = []
  let closedByServer = 0
  afterAll(() => crowd.forEach((socket) => socket.destroy()))

  /** Connects this many clients, silent from now on or after one request. */
  async function gather(size: number, bytes = ''): Promise<void> {
    for (let joined = 0; joined < size; joined += 250) {
      const sockets = await Promise.all(
        Array.from({ length: Math.min(250, size - joined) }, () => open(port)),
      )
      for (const socket of sockets) {
        socket.on('error', () => {}).on('end', () => closedByServer++)
        socket.resume()
        if (bytes) socket.write(bytes)
        crowd.push(socket)
      }
    }
  }

  it('keep nobody else from being served, and leave nothing behind', async () => {
    const most = Math.min(mostDescriptors('self'), mostDescriptors(inject('world').pid))
    const size = Math.min(10_000, most - 500)
    const served = 500
    await gather(size - served)
    await gather(served, request('GET /api/health'))
    expect(resources().descriptors).toBeGreaterThanOrEqual(before.descriptors + size - served)
    const begin = Date.now()
    for (const path of ['/', '/auth/sign-in', '/api/ready']) {
      expect((await attack(path)).status).toBe(200)
    }
    expect(Date.now() - begin).toBeLessThan(5000)
    // An idle connection is kept for five seconds; for one silent from the start, see above.
    await vi.waitUntil(() => closedByServer >= served, { timeout: 15_000 })
    for (const socket of crowd) socket.resetAndDestroy()
    await vi.waitUntil(() => resources().descriptors <= before.descriptors + 3, { timeout: 15_000 })
    // Some ten kilobytes each; Node reuses what it keeps of them.
    expect(resources().memory - before.memory).toBeLessThan(250)
  })
})
