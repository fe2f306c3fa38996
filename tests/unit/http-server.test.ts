import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { getCloneableBody } from 'next/dist/server/body-streams'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'

let server: Server
let answer: (request: IncomingMessage, response: ServerResponse) => void

beforeAll(async () => {
  vi.stubEnv('DATABASE_URL', 'postgresql://u:p@localhost/db')
  vi.stubEnv('NEON_AUTH_BASE_URL', 'http://localhost/auth')
  vi.stubEnv('NEON_AUTH_COOKIE_SECRET', 'x'.repeat(32))
  const { guardHttpServer } = await import('@/lib/http/http-server')
  guardHttpServer()
})

beforeEach(async () => {
  answer = (_, response) => response.end('answered')
  server = createServer((request, response) => answer(request, response))
  server.listen(0, 'localhost')
  await once(server, 'listening')
})

afterEach(() => new Promise((resolve) => server.close(resolve)))

function open(): Socket {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return connect({ port, host: 'localhost' }).on('error', () => {})
}

async function send(text: string): Promise<string> {
  const socket = open()
  let reply = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => (reply += chunk))
  socket.end(text)
  await once(socket, 'close')
  return reply
}

it('finds a server that was made before it, and gives it limits', async () => {
  expect(await send('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
    /^HTTP\/1.1 200 [^]*x-content-type-options: nosniff[^]*answered$/i,
  )
  expect(server).toMatchObject({ headersTimeout: 10_000, requestTimeout: 30_000 })
})

it('answers itself what nobody else may see', async () => {
  answer = () => expect.fail('Next was asked')
  for (const [line, status] of [
    ['TRACE / HTTP/1.1', 405],
    ['GET http://evil.test/ HTTP/1.1', 400],
    ['GET /%a0 HTTP/1.1', 400],
    ['nonsense', 400],
  ] as const) {
    const reply = await send(`${line}\r\nHost: x\r\n\r\n`)
    expect(reply).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(reply).toMatch(/x-content-type-options: nosniff/i)
  }
})

it.each(['production', 'development'])('refuses and closes upgrades in %s', async (mode) => {
  vi.stubEnv('NODE_ENV', mode)
  answer = () => expect.fail('Next was asked')
  const upgrades = vi.fn()
  // Like Next's listener: it answers those it knows and keeps the others.
  server.on('upgrade', upgrades)
  const upgrade = 'Host: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'
  expect(await send(`GET /posts HTTP/1.1\r\n${upgrade}`)).toMatch(/^HTTP\/1.1 400 /)
  expect(upgrades).not.toHaveBeenCalled()
  vi.stubEnv('NODE_ENV', 'test')
})

it('does not mix a second answer into one that is being sent', async () => {
  answer = (_, response) => response.write('the beginning')
  const socket = open()
  let reply = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => (reply += chunk))
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(socket, 'data')
  socket.write('nonsense\r\n\r\n')
  await once(socket, 'close')
  expect(reply.match(/HTTP\/1.1/g)).toHaveLength(1)
})

it('lets nobody who goes away be an uncaught error, although Next replaces the request', async () => {
  const uncaught = vi.fn()
  const known = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException').on('uncaughtException', uncaught)
  try {
    const replaced = new Promise<void>((resolve) => {
      answer = (request) => {
        const body = getCloneableBody(request)
        body.cloneBodyStream().resume()
        void body.finalize().then(resolve)
      }
    })
    const socket = open()
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx')
    await replaced
    socket.resetAndDestroy()
    await vi.waitUntil(
      () =>
        new Promise<boolean>((resolve) =>
          server.getConnections((_, count) => resolve(count === 0)),
        ),
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(uncaught).not.toHaveBeenCalled()
  } finally {
    process.removeAllListeners('uncaughtException')
    for (const listener of known) process.on('uncaughtException', listener)
  }
})
