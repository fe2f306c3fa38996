/**
 * One port for every driver, as in the cloud: SQL over HTTP, the Postgres protocol in a WebSocket (`/v2`),
 * and the Postgres protocol itself. A connection's first byte tells them apart: a Postgres packet starts
 * with its length, whose first byte is 0; HTTP starts with a letter.
 */
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { createWebSocketStream, WebSocketServer } from 'ws'
import type { Faults } from '../faults'
import { refuseForeign, type Reach } from '../http/guard'
import { requestUrl } from '../http/requests'
import type { Engine } from '../postgres/engine'
import { serveWire } from '../postgres/wire'
import type { Stats } from '../stats'
import { createSqlOverHttp, refuseHttp } from './sql-over-http'
import { StatementWatch } from './statement-watch'

interface SqlPortOptions {
  engine: Engine
  stats: Stats
  faults: Faults
  reach?: Reach | undefined
}

/** A client silent for this long is closed, in milliseconds; as in Postgres. */
const FIRST_BYTE_TIMEOUT = 60_000

/** The connection handlers for the two database ports. */
export function createSqlPort({ engine, stats, faults, reach }: SqlPortOptions) {
  const sqlOverHttp = createSqlOverHttp({ engine, stats })
  const http = createServer((request, response) => {
    const refusal = refuseForeign(request, reach)
    if (refusal !== null) return refuseHttp(response, refusal)
    faults
      .apply('database', request, response, () => sqlOverHttp(request, response))
      .catch((error: unknown) => {
        console.error('local Neon:', error)
        response.destroy()
      })
  })
  const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  http.on('upgrade', (request, socket, head) => {
    const close = (status: string) =>
      socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
    // WebSockets have no same-origin policy: anyone who opens one may read.
    if (refuseForeign(request, reach) !== null) return close('403 Forbidden')
    if (requestUrl(request).pathname !== '/v2') return close('404 Not Found')
    webSockets.handleUpgrade(request, faults.connect('database', socket), head, (webSocket) => {
      serveWire(createWebSocketStream(webSocket), {
        engine,
        authentication: 'password',
        refusalCode: 'XX000',
        observer: new StatementWatch(stats, 'websocket'),
      })
    })
  })

  function acceptPostgres(socket: Socket): void {
    serveWire(faults.connect('database', socket), {
      engine,
      authentication: 'scram',
      observer: new StatementWatch(stats, 'tcp'),
    })
  }

  return {
    /** Takes a connection in either protocol. */
    acceptAny(socket: Socket): void {
      socket.setTimeout(FIRST_BYTE_TIMEOUT, () => socket.destroy())
      socket.once('data', (first: Buffer) => {
        socket.setTimeout(0)
        socket.removeAllListeners('timeout')
        socket.pause()
        socket.unshift(first)
        if (first[0] === 0) acceptPostgres(socket)
        else http.emit('connection', socket)
        process.nextTick(() => socket.resume())
      })
    },
    /** Takes a Postgres protocol connection. */
    acceptPostgres,
  }
}
