import { createServer, type IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'

export interface Received {
  headers: IncomingHttpHeaders
  body: string
  event: z.infer<typeof eventSchema>
}

const eventSchema = z.object({
  event_id: z.string(),
  event_type: z.string(),
  timestamp: z.string(),
  context: z.record(z.string(), z.string()),
  user: z.record(z.string(), z.unknown()),
  event_data: z.record(z.string(), z.string()),
})

/** A receiver's reaction to a request: a status with a body, or nothing at all. */
export type Reply = { status: number; body?: string; after?: number } | 'hang' | 'reset'

/** An app's webhook endpoint. */
export async function startReceiver() {
  const received: Received[] = []
  let reply: (n: number) => Reply = () => ({ status: 200, body: '{"allowed":true}' })
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      received.push({ headers: request.headers, body, event: eventSchema.parse(JSON.parse(body)) })
      const answer = reply(received.length)
      if (answer === 'hang') return
      if (answer === 'reset') return request.socket.resetAndDestroy()
      setTimeout(() => response.writeHead(answer.status).end(answer.body ?? ''), answer.after ?? 0)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://localhost:${port}/api/webhooks/neon-auth`,
    received,
    /** @param next the answer to the n-th request, from 1 */
    answer(next: Reply | ((n: number) => Reply)) {
      received.length = 0
      reply = typeof next === 'function' ? next : () => next
    },
    stop() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}
