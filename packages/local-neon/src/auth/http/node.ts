import type { IncomingMessage, ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { readBody } from '../../http/requests'

/** The header in which Better Auth finds the client's address. */
export const clientAddressHeader = 'x-local-neon-client-address'

/** A choice: no body of Neon Auth comes near it, and memory stays bounded. */
const maxBodyBytes = 1024 * 1024

/**
 * The client's address as Better Auth 1.4 takes it: the first entry of `X-Forwarded-For`, which an
 * app's server sets for whom it asks; the socket's address when that is none.
 */
function clientAddress({ headers, socket }: IncomingMessage): string {
  const forwarded = headers['x-forwarded-for']
  const first = (Array.isArray(forwarded) ? forwarded[0] : forwarded)?.split(',')[0]?.trim() ?? ''
  return isIP(first) === 0 ? (socket.remoteAddress ?? '127.0.0.1') : first
}

/**
 * The Fetch request for a request of node's server, with the client's address in the header that
 * Better Auth reads. Other forwarding headers are dropped: this server is where it says it is.
 * @param origin scheme and host that URLs are resolved against, whatever the Host header says
 * @returns a response instead when the request cannot be passed on: 413 past one megabyte, 400
 *   when the body breaks off or the URL or the method is none that Fetch knows
 */
export async function toFetchRequest(
  request: IncomingMessage,
  origin: string,
): Promise<Request | Response> {
  try {
    const headers = new Headers()
    for (const [name, value] of Object.entries(request.headers)) {
      if (value === undefined || name.startsWith('x-forwarded-')) continue
      headers.set(name, Array.isArray(value) ? value.join(', ') : value)
    }
    headers.set(clientAddressHeader, clientAddress(request))

    const method = request.method ?? 'GET'
    const body = await readBody(request, maxBodyBytes)
    if (!body) return new Response(null, { status: 413 })
    const sendsBody = body.length > 0 && method !== 'GET' && method !== 'HEAD'
    return new Request(`${origin}${request.url ?? '/'}`, {
      method,
      headers,
      ...(sendsBody && { body: new Uint8Array(body) }),
    })
  } catch {
    return new Response(null, { status: 400 })
  }
}

/** Writes a Fetch response; each Set-Cookie stays a header of its own. */
export async function writeResponse(from: Response, to: ServerResponse): Promise<void> {
  to.statusCode = from.status
  for (const [name, value] of from.headers) if (name !== 'set-cookie') to.setHeader(name, value)
  const cookies = from.headers.getSetCookie()
  if (cookies.length > 0) to.setHeader('set-cookie', cookies)
  to.end(Buffer.from(await from.arrayBuffer()))
}
