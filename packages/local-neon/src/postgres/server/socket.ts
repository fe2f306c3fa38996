/**
 * Connects to a Postgres server, with TLS as its URL's `sslmode` and `sslrootcert` say.
 * Source: https://www.postgresql.org/docs/18/libpq-ssl.html
 */
import { readFileSync } from 'node:fs'
import { connect, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'
import { int32 } from '../messages'

/** Where a server is, and how to talk to it. */
export type ServerAddress = NetworkAddress | { path: string }

interface NetworkAddress {
  host: string
  port: number
  /** How to use TLS; null never asks for it. */
  tls: {
    /** Whether a server without TLS is an error; if not, it's used without. */
    isRequired: boolean
    options: ConnectionOptions
  } | null
}

/** How long the server may be silent before a client is signed in, in milliseconds. */
const CONNECT_TIMEOUT = 15_000

const SSL_REQUEST = Buffer.concat([int32(8), int32(80877103)])
const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']

/**
 * Reads a Postgres URL's address. As in libpq, `prefer` is the default, and `require` checks the
 * certificate if there is an `sslrootcert`. `allow` counts as `prefer`. Without `sslrootcert`, or with
 * `system`, the certificate authorities are Node's.
 * @throws Error if `sslmode` is unknown or the file of `sslrootcert` can't be read
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
  // Only verify-full checks a certificate's name.
  if (mode !== 'verify-full') options.checkServerIdentity = () => undefined
  // The name is for servers with several; an address isn't one (RFC 6066).
  options.host = host
  if (isIP(host) === 0) options.servername = host
  if (isVerified && rootCertificate !== null && rootCertificate !== 'system') {
    options.ca = readFileSync(rootCertificate)
  }
  return { host, port, tls: { isRequired: mode === 'require' || isVerified, options } }
}

/**
 * Connects. After `CONNECT_TIMEOUT`, the socket is destroyed with an error; after signing in, set its
 * timeout to 0.
 * @throws Error if there is no server, or none with the right TLS
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
  // More than one byte would be text inserted on the way before the encrypted part.
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

/** Waits for a socket's event; its end is an error. */
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
