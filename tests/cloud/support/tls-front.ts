import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { createSecureContext, createServer as createTlsServer, TLSSocket } from 'node:tls'

/** A certificate for some names, as its own authority. */
export interface Certificate {
  key: string
  cert: string
  /** File of `cert`, for `NODE_EXTRA_CA_CERTS`. */
  file: string
}

/** Makes a certificate only this test trusts. */
export function makeCertificate(folder: string, names: readonly string[]): Certificate {
  const options = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const subject = ['-subj', '/CN=simulated cloud', '-days', '2']
  const alternatives = `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      ...options,
      ...subject,
      '-addext',
      alternatives,
      '-keyout',
      'key',
      '-out',
      'crt',
    ],
    { cwd: folder, stdio: 'ignore' },
  )
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  return { key: read('key'), cert: read('crt'), file: join(folder, 'crt') }
}

/** A listener that ends TLS. */
export interface TlsFront {
  port: number
  stop(): Promise<void>
}

/**
 * Ends TLS, like Neon's edge, and passes the content to a port of this machine.
 *
 * @param portOf the port for a requested name
 */
export function startTlsFront(
  { key, cert }: Certificate,
  portOf: (name: string) => number,
): Promise<TlsFront> {
  const server = createTlsServer({ key, cert }, (socket) =>
    joinTo(socket, portOf(String(socket.servername))),
  )
  return listen(server)
}

/** The same for Postgres's own protocol, where a client first asks for TLS. */
export function startPostgresFront({ key, cert }: Certificate, port: number): Promise<TlsFront> {
  const secureContext = createSecureContext({ key, cert })
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', () => {
      socket.write('S')
      joinTo(new TLSSocket(socket, { isServer: true, secureContext }), port)
    })
  })
  return listen(server)
}

/** Joins two connections. */
function joinTo(socket: Socket, port: number): void {
  const inner = connect(port, 'localhost')
  for (const [one, other] of [
    [socket, inner],
    [inner, socket],
  ] as const) {
    one.on('error', () => other.destroy())
    one.on('close', () => other.destroy())
    one.pipe(other)
  }
}

async function listen(server: Server): Promise<TlsFront> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    stop: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
