/** Listens on the loopback addresses, and can let go of everything at once. */
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'

export interface PortChoice {
  /** The wanted port; 0 takes any free one. */
  port: number
  /** Fail if the port is taken, instead of trying the next ones. */
  strict: boolean
}

export interface Listener {
  port: number
  /** Stops listening and destroys open connections. Idempotent. */
  close(): Promise<void>
}

/** The requested port belongs to another program. */
export class PortTaken extends Error {
  constructor(readonly port: number) {
    super(`Port ${port} is in use. Stop what uses it, or choose another port.`)
  }
}

const ATTEMPTS = 100

/** Addresses that mean all of a machine's, including loopback. */
const EVERYWHERE = ['0.0.0.0', '::']

/**
 * Listens on 127.0.0.1 and, if the machine has it, ::1, on the same port: `localhost` may mean either.
 * Other machines can't reach anything then.
 * @param host another address of this machine to listen on; `0.0.0.0` means all
 * @throws PortTaken
 */
export async function listenOnLoopback(
  choice: PortChoice,
  onConnection: (socket: Socket) => void,
  host?: string,
): Promise<Listener> {
  const sockets = new Set<Socket>()
  const accept = (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    // Without a listener a reset connection would end the process.
    socket.on('error', () => socket.destroy())
    onConnection(socket)
  }
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const wanted = choice.port === 0 ? 0 : choice.port + attempt
    const servers = await tryPort(wanted, accept, host)
    if (servers === null) {
      if (choice.strict && choice.port !== 0) throw new PortTaken(choice.port)
      continue
    }
    return {
      port: servers.port,
      async close() {
        const closed = servers.all.map((server) => new Promise((done) => server.close(done)))
        for (const socket of sockets) socket.destroy()
        await Promise.all(closed)
      },
    }
  }
  throw new PortTaken(choice.port)
}

async function tryPort(
  wanted: number,
  accept: (socket: Socket) => void,
  host: string | undefined,
): Promise<{ port: number; all: Server[] } | null> {
  const isEverywhere = host !== undefined && EVERYWHERE.includes(host)
  const first = await listen(wanted, isEverywhere ? '0.0.0.0' : '127.0.0.1', accept)
  if (first === 'taken' || first === 'unavailable') return null
  const all = [first]
  const address = first.address()
  const port = typeof address === 'object' && address !== null ? address.port : wanted
  const others = isEverywhere ? ['::'] : ['::1', ...(host === undefined ? [] : [host])]
  for (const other of new Set(others)) {
    const server = await listen(port, other, accept)
    if (typeof server === 'object') all.push(server)
    const isWanted = other === host && !isEverywhere
    if (server !== 'taken' && !(isWanted && server === 'unavailable')) continue
    for (const open of all) open.close()
    if (server === 'unavailable') throw new Error(`This machine has no address ${other}.`)
    return null
  }
  return { port, all }
}

function listen(
  port: number,
  host: string,
  accept: (socket: Socket) => void,
): Promise<Server | 'taken' | 'unavailable'> {
  return new Promise((resolve, reject) => {
    const server = createServer({ noDelay: true }, accept)
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve('taken')
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') {
        resolve('unavailable')
      } else reject(error)
    })
    server.listen({ port, host, exclusive: true, ipv6Only: true }, () => resolve(server))
  })
}
