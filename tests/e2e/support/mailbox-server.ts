import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LocalNeon } from 'local-neon'

/**
 * Lets the tests, which run in processes of their own, read local Neon's mailbox and change the
 * settings of Neon Auth: `GET /mails?to=ada@example.com`, newest first, and `POST /settings` with what
 * changes.
 */
export async function serveMailbox(
  neon: LocalNeon,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const send = (status: number, body: unknown) =>
      response
        .writeHead(status, { 'Content-Type': 'application/json' })
        .end(JSON.stringify(body ?? null))
    if (request.method === 'GET' && url.pathname === '/mails') {
      const to = url.searchParams.get('to')
      return send(
        200,
        neon.auth.mailbox.list().filter((mail) => mail.to === to),
      )
    }
    if (request.method !== 'POST' || url.pathname !== '/settings') return send(404, {})
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      neon.auth.settings.set(JSON.parse(body)).then(
        (settings) => send(200, settings),
        (error: unknown) => send(400, { error: String(error) }),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
