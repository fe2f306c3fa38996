import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSecureContext, TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authentication, readyForQuery } from '../../src/postgres/messages'
import { createServerEngine } from '../../src/postgres/server/engine'
import { readStartup } from '../../src/postgres/startup'

const openssl = spawnSync('openssl', ['version'], { encoding: 'utf8' })
const hasOpenssl = openssl.status === 0 && openssl.stdout.startsWith('OpenSSL 3')

/** What a server does when it is asked for TLS. */
type Manner = 'speaks TLS' | 'refuses TLS' | 'adds plain text' | 'hangs up'

let folder: string
let ca: string
let manner: Manner
let server: Server
const sockets = new Set<Socket>()
/** Whether the startup packets that came were encrypted. */
const seen: ('encrypted' | 'plain')[] = []

/** Postgres's part of a connection, up to its first ReadyForQuery; it trusts everybody. */
function serve(socket: Socket, encrypted: boolean): void {
  socket.on('error', () => socket.destroy())
  socket.once('data', (bytes: Buffer) => {
    const packet = readStartup(bytes)?.packet
    if (packet?.kind === 'startup') {
      seen.push(encrypted ? 'encrypted' : 'plain')
      socket.write(Buffer.concat([authentication(0), readyForQuery('I')]))
    } else if (packet?.kind === 'tls') answerTls(socket)
  })
}

function answerTls(socket: Socket): void {
  if (manner === 'hangs up') socket.destroy()
  else if (manner === 'adds plain text') socket.write('SE')
  else if (manner === 'refuses TLS') {
    socket.write('N')
    serve(socket, false)
  } else {
    const file = (name: string) => readFileSync(join(folder, name))
    const secureContext = createSecureContext({
      key: file('server.key'),
      cert: file('server.crt'),
    })
    socket.write('S')
    serve(new TLSSocket(socket, { isServer: true, secureContext }), true)
  }
}

/** A certificate authority, and a certificate for `localhost` that is signed by it. */
function makeCertificates(): void {
  const run = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  run('req', '-x509', ...key, '-subj', '/CN=ca', '-keyout', 'ca.key', '-out', 'ca.crt')
  const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-addext', 'subjectAltName=DNS:localhost']
  const files = ['-keyout', 'server.key', '-out', 'server.crt']
  run('req', '-x509', ...key, '-subj', '/CN=localhost', ...signed, ...files)
}

async function connect(host: string, search: string): Promise<string> {
  const { port } = server.address() as AddressInfo
  seen.length = 0
  const engine = createServerEngine(`postgresql://user@${host}:${port}/db${search}`)
  const backend = await engine.connect(
    engine.credentials,
    {},
    { onData: () => {}, onClose: () => {} },
  )
  backend.close()
  return seen.join()
}

// Not every machine can make certificates.
describe.runIf(hasOpenssl)('TLS to a Postgres server', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'local-neon-tls-'))
    makeCertificates()
    ca = `sslrootcert=${encodeURIComponent(join(folder, 'ca.crt'))}`
    server = createServer((socket) => {
      sockets.add(socket)
      serve(socket, false)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })

  afterAll(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
    rmSync(folder, { recursive: true })
  })

  it.each([
    ['', 'speaks TLS', 'encrypted'],
    ['', 'refuses TLS', 'plain'],
    ['?sslmode=disable', 'speaks TLS', 'plain'],
    ['?sslmode=prefer', 'speaks TLS', 'encrypted'],
    ['?sslmode=prefer', 'refuses TLS', 'plain'],
    ['?sslmode=require', 'speaks TLS', 'encrypted'],
  ] as const)('%j with a server that %s is %s', async (search, its, expected) => {
    manner = its
    expect(await connect('localhost', search)).toBe(expected)
  })

  it.each([
    ['?sslmode=require', 'refuses TLS', 'does not speak TLS'],
    ['?sslmode=verify-full', 'refuses TLS', 'does not speak TLS'],
    ['?sslmode=require', 'adds plain text', 'does not speak TLS'],
    ['?sslmode=prefer', 'hangs up', 'closed the connection'],
    ['?sslmode=always', 'speaks TLS', 'invalid sslmode value: "always"'],
    ['?sslmode=require&sslrootcert=/nowhere', 'speaks TLS', '/nowhere'],
  ] as const)('%j with a server that %s fails: %s', async (search, its, message) => {
    manner = its
    await expect(connect('localhost', search)).rejects.toThrow(message)
    expect(seen).toEqual([])
  })

  it.each([
    ['localhost', 'verify-full'],
    ['localhost', 'verify-ca'],
    ['localhost', 'require'],
    ['127.0.0.1', 'verify-ca'],
  ])('trusts the certificate authority of sslrootcert: %s, %s', async (host, mode) => {
    manner = 'speaks TLS'
    expect(await connect(host, `?sslmode=${mode}&${ca}`)).toBe('encrypted')
  })

  it('trusts no unknown authority, and no name that is not in the certificate', async () => {
    manner = 'speaks TLS'
    for (const mode of ['verify-ca', 'verify-full']) {
      await expect(connect('localhost', `?sslmode=${mode}`)).rejects.toThrow('certificate')
    }
    await expect(connect('127.0.0.1', `?sslmode=verify-full&${ca}`)).rejects.toThrow(
      "not in the cert's list",
    )
    expect(seen).toEqual([])
  })
})
