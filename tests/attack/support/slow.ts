import { appendFileSync, readFileSync } from 'node:fs'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A request as it goes over the wire. */
export function requestText(
  host: string,
  line: string,
  headers: readonly string[] = [],
  body = '',
): string {
  return [`${line} HTTP/1.1`, `Host: ${host}`, ...headers, '', body].join('\r\n')
}

/** Half of something, after which nothing more comes. */
export function stalledRequests(host: string): Record<string, string> {
  const own = `Origin: http://${host}`
  const post = (path: string, ...headers: string[]) =>
    requestText(host, `POST ${path}`, [own, ...headers])
  return {
    'a request line': 'GET /posts HT',
    headers: requestText(host, 'GET /posts', ['X-Half: ']).slice(0, -4),
    'a body': `${post(
      '/auth/sign-in',
      'Content-Type: multipart/form-data; boundary=x',
      'Content-Length: 100',
    )}--x\r\n`,
    'a body of /api/auth': `${post(
      '/api/auth/sign-in/email',
      'Content-Type: application/json',
      'Content-Length: 100',
    )}{"email":`,
    'a body in chunks': `${post(
      '/auth/sign-in',
      'Content-Type: text/x-component',
      'Transfer-Encoding: chunked',
    )}5\r\nhel`,
    nothing: '',
  }
}

/** A connection to a port of this machine that is open. */
export async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: 'localhost' })
  await once(socket, 'connect')
  return socket
}

/**
 * Opens a connection for each stalled request, long before anybody asks what became of it: the server
 * takes its time to close them, and something else can be tried meanwhile.
 *
 * @param file where a line is written for each that was closed
 * @returns closes those that are left
 */
export async function openSlowClients(port: number, file: string): Promise<() => void> {
  const sockets: Socket[] = []
  for (const [what, bytes] of Object.entries(stalledRequests(`localhost:${port}`))) {
    const socket = await open(port)
    const since = Date.now()
    socket.on('error', () => {}).resume()
    socket.once('close', () =>
      appendFileSync(file, `${JSON.stringify([what, Date.now() - since])}\n`),
    )
    if (bytes) socket.write(bytes)
    sockets.push(socket)
  }
  return () => sockets.forEach((socket) => socket.removeAllListeners('close').destroy())
}

/** After how many milliseconds each slow client was closed, of those that were. */
export function closedSlowClients(file: string): Map<string, number> {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return new Map(lines.map((line) => JSON.parse(line) as [string, number]))
}
