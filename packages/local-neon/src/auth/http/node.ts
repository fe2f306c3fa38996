import type { IncomingMessage, ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { readBody } from '../../http/requests'

/** The header that gives Better Auth the client's address. */
export const clientAddressHeader = 'x-local-neon-client-address'

/** Our choice: far above any Neon Auth body, and it bounds memory. */
const maxBodyBytes = 1024 * 1024

/**
 * The client's address as in Better Auth 1.4: the first entry of `X-Forwarded-For`, which app servers
 * set for their clients, or the socket's address if that isn't one.
 */
function clientAddress({ headers, socket }: IncomingMessage): string {
  const forwarded = headers['x-forwarded-for']
  const first = (Array.isArray(forwarded) ? forwarded[0] : forwarded)?.split(',')[0]?.trim() ?? ''
  return isIP(first) === 0 ? (socket.remoteAddress ?? '127.0.0.1') : first
}

/**
 * Turns a Node request into a Fetch request, with the client's address in the header that Better Auth
 * reads. Drops other forwarding headers: this server is where it says it is.
 * @param origin scheme and host for resolving URLs, whatever the Host header says
 * @returns a response if the request can't be passed on: 413 above one megabyte, 400 if the body breaks
 *   off or Fetch doesn't accept the URL or method
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

/** Writes a Fetch response; each Set-Cookie stays its own header. */
export async function writeResponse(from: Response, to: ServerResponse): Promise<void> {
  to.statusCode = from.status
  for (const [name, value] of from.headers) if (name !== 'set-cookie') to.setHeader(name, value)
  const cookies = from.headers.getSetCookie()
  if (cookies.length > 0) to.setHeader('set-cookie', cookies)
  to.end(Buffer.from(await from.arrayBuffer()))
}
