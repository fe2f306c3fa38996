import type { IncomingMessage } from 'node:http'

/** A request answered with only its status and message. */
export class RequestError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

const maxFormBytes = 16 * 1024

/**
 * Reads a request's whole body.
 * @returns undefined if it's larger than the limit
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    // The rest is read and dropped, so the client gets the answer instead of a broken pipe.
    if (size <= maxBytes) chunks.push(bytes)
  }
  return size > maxBytes ? undefined : Buffer.concat(chunks)
}

/** The body as text, or null if it has more than so many bytes; the rest isn't read. */
export async function readText(
  { body }: Pick<Response, 'body'>,
  maxBytes: number,
): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * Reads a form of at most 16 KB.
 * @throws RequestError 415 if it isn't a form, 413 if it's too large.
 */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') {
    throw new RequestError(415, 'Send application/x-www-form-urlencoded.')
  }
  const body = await readBody(request, maxFormBytes)
  if (!body) throw new RequestError(413, 'The form is too large.')
  return new URLSearchParams(body.toString('utf8'))
}

/**
 * A request's target, as a URL whose origin means nothing. A request line may hold an invalid URL; then
 * it's for a path that nobody has.
 */
export function requestUrl({ url: target = '/' }: IncomingMessage): URL {
  const text = target.startsWith('/') ? `http://localhost${target}` : target
  return new URL(URL.canParse(text) ? text : 'http://localhost/malformed')
}
