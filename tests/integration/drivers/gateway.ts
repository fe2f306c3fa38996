import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { Transform } from 'node:stream'

/** What a router may do in the middle of an answer. */
export type Spoiling = 'reset' | 'drip'

/** How much of the answers of a connection comes through before it is spoiled, in bytes. */
const wholeBytes = 20_000

/**
 * A router between the app and its database, which may forget the connections it has: both ends
 * think them open, and nothing comes through any more. Or it spoils long answers.
 *
 * @param databaseUrl where it leads
 */
export async function openGateway(databaseUrl: string) {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let spoiling: Spoiling | undefined
  let timesLeft = 0
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    return socket
  }
  const server = createServer((client) => {
    const upstream = keep(connect(Number(target.port), target.hostname))
    let passed = 0
    const answers = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        passed += chunk.length
        if (!spoiling || timesLeft === 0 || passed < wholeBytes) return done(null, chunk)
        timesLeft--
        if (spoiling === 'reset') {
          this.push(chunk.subarray(0, chunk.length / 2))
          setTimeout(() => client.resetAndDestroy(), 20)
        } else {
          let at = 0
          const timer = setInterval(() => this.push(chunk.subarray(at, ++at)), 50)
          client.once('close', () => clearInterval(timer))
        }
      },
    })
    keep(client).pipe(upstream).pipe(answers).pipe(client)
    client.once('close', () => upstream.destroy())
    upstream.once('close', () => client.destroy())
  }).listen(0, 'localhost')
  await once(server, 'listening')
  const url = new URL(databaseUrl)
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    /** Forgets all connections that are open now; new ones are served. */
    silence() {
      for (const socket of sockets) socket.unpipe().resume()
    },
    /**
     * Breaks off the next long answers in the middle, or lets them come byte by byte from there.
     *
     * @param times how many of them; 0 for none any more
     */
    spoil(how: Spoiling, times = Infinity) {
      spoiling = how
      timesLeft = times
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
