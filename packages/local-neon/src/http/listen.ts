import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { listenOnLoopback } from '../transports/listen'
import type { Listener, PortChoice } from '../transports/listen'

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Listens for HTTP on a port; requests wait until someone can serve them. */
export async function listenHttp(
  choice: PortChoice,
  listen: (listener: Promise<Listener>) => Promise<Listener>,
  host: string | undefined,
): Promise<{ port: number; serve: (handler: Handler) => void }> {
  let serve: (handler: Handler) => void = () => {}
  const handler = new Promise<Handler>((resolve) => (serve = resolve))
  const server = createServer((request, response) => {
    void handler
      .then((handle) => handle(request, response))
      .catch((error: unknown) => {
        console.error('local Neon:', error)
        response.destroy()
      })
  })
  const { port } = await listen(
    listenOnLoopback(choice, (socket) => server.emit('connection', socket), host),
  )
  return { port, serve }
}
