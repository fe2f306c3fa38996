import { once } from 'node:events'
import { createServer, request as ask, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'

/** A proxy in front of several servers. */
export interface Front {
  url: string
  /** How many requests each of the servers got. */
  counts: number[]
  stop(): Promise<void>
}

/**
 * Starts a proxy that gives each request to the next server, and says where it came from.
 *
 * @param ports of the servers; the list may change
 * @param tls what to speak https with
 */
export async function startFront(
  ports: readonly number[],
  tls?: { key: string; cert: string },
): Promise<Front> {
  const counts = ports.map(() => 0)
  let turn = 0
  const pass: RequestListener = (request, response) => {
    const index = turn++ % ports.length
    counts[index] = (counts[index] ?? 0) + 1
    const { remoteAddress = '' } = request.socket
    const passed = ask(
      {
        port: ports[index],
        host: 'localhost',
        method: request.method,
        path: request.url,
        headers: {
          ...request.headers,
          'x-forwarded-for': [request.headers['x-forwarded-for'], remoteAddress]
            .filter(Boolean)
            .join(', '),
        },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    passed.on('error', () => response.destroy())
    request.pipe(passed)
  }
  const server = tls ? createTlsServer({ key: tls.key, cert: tls.cert }, pass) : createServer(pass)
  server.listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `${tls ? 'https' : 'http'}://localhost:${typeof address === 'object' ? address?.port : ''}`,
    counts,
    stop: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
