/**
 * Opening a connection to a Postgres server, with TLS as `sslmode` and `sslrootcert` of its URL say.
 * Source: https://www.postgresql.org/docs/18/libpq-ssl.html
 */
import { readFileSync } from 'node:fs'
import { connect, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'
import { int32 } from '../messages'

/** Where a server is, and how to speak with it. */
export type ServerAddress = NetworkAddress | { path: string }

interface NetworkAddress {
  host: string
  port: number
  /** What to do about TLS; null never asks for it. */
  tls: {
    /** A server that does not speak TLS is an error; otherwise it is spoken to without. */
    isRequired: boolean
    options: ConnectionOptions
  } | null
}

/** How long the server may be silent until a client has signed in, in milliseconds. */
const CONNECT_TIMEOUT = 15_000

const SSL_REQUEST = Buffer.concat([int32(8), int32(80877103)])
const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']

/**
 * Reads the address of a Postgres URL. As with libpq, `prefer` is the default, and `require` checks
 * the certificate when there is an `sslrootcert`. `allow` is taken as `prefer`. Without
 * `sslrootcert`, or with `system`, the certificate authorities are those that Node knows.
 * @throws Error when `sslmode` is unknown or the file of `sslrootcert` cannot be read
 */
export function readServerAddress(url: URL): NetworkAddress {
  const host = decodeURIComponent(url.hostname.replace(/^\[|\]$/g, '')) || 'localhost'
  const port = Number(url.port || 5432)
  const rootCertificate = url.searchParams.get('sslrootcert')
  const mode = url.searchParams.get('sslmode') ?? 'prefer'
  if (!MODES.includes(mode)) throw new Error(`invalid sslmode value: "${mode}"`)
  if (mode === 'disable') return { host, port, tls: null }

  const isVerified = mode.startsWith('verify-') || (mode === 'require' && rootCertificate !== null)
  const options: ConnectionOptions = { rejectUnauthorized: isVerified }
  // A certificate's name is looked at by verify-full alone.
  if (mode !== 'verify-full') options.checkServerIdentity = () => undefined
  // The name is for servers of several names; an address is none (RFC 6066).
  options.host = host
  if (isIP(host) === 0) options.servername = host
  if (isVerified && rootCertificate !== null && rootCertificate !== 'system') {
    options.ca = readFileSync(rootCertificate)
  }
  return { host, port, tls: { isRequired: mode === 'require' || isVerified, options } }
}

/**
 * Connects. The socket has a timeout of `CONNECT_TIMEOUT`, after which it is destroyed with an
 * error; whoever has signed in sets it to 0.
 * @throws Error when there is no server, or none that speaks TLS as it has to
 */
export async function openSocket(address: ServerAddress): Promise<Socket> {
  const { tls, ...place } = { tls: null, ...address }
  const socket = connect({ ...place, noDelay: true })
  limitSilence(socket)
  await settled(socket, 'connect')
  if (tls === null) return socket

  socket.write(SSL_REQUEST)
  const answer = await settled<Buffer>(socket, 'data')
  const text = answer.toString('latin1')
  if (text === 'N' && !tls.isRequired) return socket
  // More than the one byte would be text that somebody on the way put before the encrypted part.
  if (text !== 'S') {
    socket.destroy()
    throw new Error('the Postgres server does not speak TLS')
  }
  socket.setTimeout(0)
  const secure = connectTls({ ...tls.options, socket })
  limitSilence(secure)
  await settled(secure, 'secureConnect')
  return secure
}

function limitSilence(socket: Socket): void {
  socket.setTimeout(CONNECT_TIMEOUT, () => {
    socket.destroy(new Error('the Postgres server did not answer in time'))
  })
}

/** Waits for an event of a socket; its end is an error. */
function settled<T = void>(socket: Socket, event: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const onEvent = (value: T) => {
      socket.off('error', reject)
      socket.off('close', onClose)
      resolve(value)
    }
    const onClose = () => reject(new Error('the Postgres server closed the connection'))
    socket.once('error', reject)
    socket.once('close', onClose)
    socket.once(event, onEvent)
  })
}
