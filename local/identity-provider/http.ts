import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request that is answered with its status and message, and nothing more. */
export class RequestError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

const MAX_FORM_BYTES = 16 * 1024

/**
 * Reads a form of at most 16 KB.
 * @throws RequestError 415 when it is no form, 413 when it is too large.
 */
export async function readForm(req: IncomingMessage): Promise<URLSearchParams> {
  const type = req.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') {
    throw new RequestError(415, 'Send application/x-www-form-urlencoded.')
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > MAX_FORM_BYTES) throw new RequestError(413, 'The form is too large.')
    chunks.push(bytes)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}

/** The parameters as plain values, or null when one is given twice: RFC 6749, 3.1 and 3.2. */
export function singleValues(params: URLSearchParams): Map<string, string> | null {
  const values = new Map<string, string>()
  for (const [name, value] of params) {
    if (values.has(name)) return null
    values.set(name, value)
  }
  return values
}

/** Answers with a text of the given type; never cached, since codes, tokens and consent pages are not. */
export function send(
  res: ServerResponse,
  status: number,
  type: string,
  body: string,
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

/** Answers with JSON. */
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

/** The token of an `Authorization: Bearer` header, or undefined. */
export function bearerToken(req: IncomingMessage): string | undefined {
  return /^(?:Bearer|token) (\S+)$/i.exec(req.headers.authorization ?? '')?.[1]
}
