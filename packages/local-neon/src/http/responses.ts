import type { ServerResponse } from 'node:http'

/** Answers with a body of the given type; never cached: it may be a code, token or consent page. */
export function send(
  res: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): void {
  res.writeHead(status, {
    'Content-Type': type,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  })
  res.end(body)
}

export function sendJson(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  send(res, status, 'application/json; charset=utf-8', JSON.stringify(body), headers)
}

/** Sends the browser on, with GET whatever the request was (303). */
export function redirect(res: ServerResponse, location: string): void {
  send(res, 303, 'text/plain; charset=utf-8', '', {
    Location: location,
    'Referrer-Policy': 'no-referrer',
  })
}
