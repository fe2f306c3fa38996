import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { neon } from '@neondatabase/serverless'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { LocalNeon } from '../../src/index'
import { startForTest, useLocalEndpoints } from '../support'

const ROUNDS = 60

let local: LocalNeon

beforeAll(async () => {
  useLocalEndpoints()
  local = await startForTest()
})

afterAll(() => local.stop())

/** Sends bytes and waits until the other side closes or ends its side. */
function send(port: number, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const answer: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
    socket.on('data', (chunk) => answer.push(chunk))
    socket.on('error', () => {})
    socket.once('close', () => resolve(Buffer.concat(answer)))
  })
}

function startup(user: string, database: string): Buffer {
  const body = Buffer.from(`\0\x03\0\0user\0${user}\0database\0${database}\0\0`, 'latin1')
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([length, body])
}

async function expectAlive(): Promise<void> {
  const client = new Client(local.databaseUrl)
  await client.connect()
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  await client.end()
  expect(await neon(local.databaseUrl)`SELECT 1 AS one`).toEqual([{ one: 1 }])
}

const ports = () => [
  new URL(local.databaseUrl).port,
  new URL(local.databaseUrlUnpooled).port,
  new URL(local.authUrl).port,
  new URL(local.consoleUrl).port,
]

describe('bytes that make no sense', () => {
  it('close their connection and harm nobody', async () => {
    const attempts: Promise<Buffer>[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const noise = randomBytes(1 + ((round * 37) % 3000))
      // Half of them start like a Postgres packet.
      if (round % 2 === 0) noise[0] = 0
      for (const port of ports()) attempts.push(send(Number(port), noise))
    }
    await Promise.all(attempts)
    await expectAlive()
  })

  it.each([
    ['a length of 2 GiB', Buffer.from([0x7f, 0xff, 0xff, 0xff, 0, 3, 0, 0])],
    ['a startup packet that is too long', Buffer.from([0, 1, 0, 0, 0, 3, 0, 0])],
    ['a length of nothing', Buffer.from([0, 0, 0, 0, 0, 3, 0, 0])],
    ['an unknown protocol', Buffer.from([0, 0, 0, 9, 0, 9, 0, 0, 0])],
    ['a truncated startup', Buffer.from([0, 0, 0, 40, 0, 3, 0, 0, 0x75])],
  ])('%s', async (_name, bytes) => {
    await send(Number(new URL(local.databaseUrlUnpooled).port), bytes)
    await expectAlive()
  })

  it.each([
    ['an empty host', '//'],
    ['half an escape', '/%'],
    ['NUL', '/%00'],
    ['no path', '*'],
    ['no host', 'http://'],
    ['the folder above', '/..//..'],
    ['a space', 'a b'],
    ['20,000 letters', `/${'a'.repeat(20_000)}`],
  ])('a request target with %s', async (_name, target) => {
    const requests = [
      `GET ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`,
      `GET ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n` +
        'sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    ]
    for (const port of [...ports(), new URL(local.identityProviderUrl).port]) {
      for (const request of requests) {
        const answer = (await send(Number(port), Buffer.from(request))).toString('latin1')
        expect(answer).not.toMatch(/^HTTP\/1\.1 5/)
      }
    }
    await expectAlive()
  })

  it('a message of a gigabyte before signing in', async () => {
    const { username, pathname, port } = new URL(local.databaseUrlUnpooled)
    const huge = Buffer.from([0x70, 0x3f, 0xff, 0xff, 0xfe])
    const answer = await new Promise<string>((resolve) => {
      const chunks: Buffer[] = []
      const socket = connect(Number(port), '127.0.0.1')
      socket.write(Buffer.concat([startup(username, pathname.slice(1)), huge]))
      socket.on('data', (chunk) => chunks.push(chunk))
      socket.once('close', () => resolve(Buffer.concat(chunks).toString('latin1')))
    })
    expect(answer).toContain('08P01')
  })

  it('messages with wrong lengths before and after signing in', async () => {
    const port = Number(new URL(local.databaseUrl).port)
    const { username } = new URL(local.databaseUrl)
    for (const tail of ['p\0\0\0\x03', 'p\xff\xff\xff\xff', 'Q\0\0\0\x07ab\0', 'p\0\0\0\x05\0']) {
      const answer = await send(
        port,
        Buffer.concat([startup(username, 'neondb'), Buffer.from(tail, 'latin1')]),
      )
      expect(answer.toString('latin1')).toContain('FATAL')
    }
    await expectAlive()
  })

  it('a request to end the one backend', async () => {
    const client = new Client(local.databaseUrl)
    client.on('error', () => {})
    await client.connect()
    await client.query('SELECT pg_terminate_backend(pg_backend_pid())').catch(() => {})
    await client.end()
    await expectAlive()
  })

  it('in frames of a WebSocket', async () => {
    const url = `${local.sqlEndpoint.replace('http', 'ws').replace('/sql', '/v2')}`
    for (let round = 0; round < 20; round++) {
      const socket = new WebSocket(url)
      await new Promise((resolve) => socket.once('open', resolve))
      socket.on('error', () => {})
      socket.send(round % 2 === 0 ? randomBytes(100) : 'text where bytes belong')
      socket.close()
      await new Promise((resolve) => socket.once('close', resolve))
    }
    await expectAlive()
  })

  it('messages that Postgres itself refuses', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const client = new Client(local.databaseUrl)
      client.on('error', () => {})
      await client.connect()
      const { stream } = (
        client as unknown as {
          connection: { stream: { write(bytes: Buffer): void; destroy(): void } }
        }
      ).connection
      const body = randomBytes(round * 3)
      const head = Buffer.alloc(5)
      head.write('PBDECQHSFdcfpX?'[round % 15] ?? 'Q', 0, 'latin1')
      head.writeInt32BE(body.length + 4, 1)
      stream.write(Buffer.concat([head, body, Buffer.from([0x53, 0, 0, 0, 4])]))
      await new Promise((resolve) => setImmediate(resolve))
      stream.destroy()
    }
    await expectAlive()
  })
})
