import 'server-only'
import { describeError, log } from '../server/log'
import { ownOrigin } from '../http/own-origin'
import { forgiveAttempts, limitAttempt } from '../rate-limit/limits'
import { isOwnOrigin } from '../http/refusal'
import { checkApiInput } from './api-input'
import { auth } from './server'

/** What passes `/api/auth`, by method and exact path. Everything else does not exist here. */
const allowed: Record<string, ReadonlySet<string>> = {
  GET: new Set(['get-session']),
  POST: new Set(['sign-in/email', 'sign-up/email', 'sign-in/social', 'sign-out']),
}

/** Largest body, in bytes. */
const maxBody = 16 * 1024

type Handler = (
  request: Request,
  context: { params: Promise<{ path: string[] }> },
) => Promise<Response>
const { GET, POST } = auth.handler() as { GET: Handler; POST: Handler }

/**
 * Passes a browser's request on to Neon Auth through the SDK's handler, if it is one that this app
 * offers. The address is compared as it came in, undecoded, so `..%2f` and its like match nothing.
 * What the forms refuse is refused here too, and the same attempts are counted. Session tokens are taken
 * out of bodies: they travel in cookies alone.
 */
export async function passToNeonAuth(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/api\/auth\//, '')
  if (!allowed[request.method]?.has(path)) return answer(404, 'NOT_FOUND', 'Not found')

  const context = { params: Promise.resolve({ path: path.split('/') }) }
  try {
    if (request.method === 'GET') return await withoutTokens(await GET(request, context))

    if (!isOwnOrigin(request)) return answer(403, 'INVALID_ORIGIN', 'This origin is not allowed')
    if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
      return answer(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send JSON')
    }
    const body = await readBody(request)
    if (body === undefined) return answer(413, 'PAYLOAD_TOO_LARGE', 'The body is too large')
    const input = checkApiInput(
      path,
      body,
      ownOrigin(request.headers) ?? new URL(request.url).origin,
    )
    if (!input.ok) return answer(400, 'INVALID_INPUT', 'This input is not accepted')
    const { limit, email } = input
    const tooOften = limit && (await limitAttempt(limit, email, request.headers))
    if (tooOften) return tooManyRequests(tooOften.retryAfter)

    const response = await POST(
      new Request(request.url, { method: 'POST', headers: request.headers, body }),
      context,
    )
    if (response.ok && limit && email) await forgiveAttempts(limit, email)
    return await withoutTokens(response)
  } catch (error) {
    log('error', 'auth.unavailable', { what: path, reason: describeError(error) })
    return answer(502, 'AUTH_UNAVAILABLE', 'The sign-in service is not answering')
  }
}

/** The body as text, or undefined as soon as it is larger than allowed. */
async function readBody(request: Request): Promise<string | undefined> {
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > maxBody) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function withoutTokens(response: Response): Promise<Response> {
  const headers = new Headers(response.headers)
  headers.set('Cache-Control', 'private, no-store')
  headers.delete('set-auth-token')
  headers.delete('set-auth-jwt')
  headers.delete('content-encoding')
  headers.delete('content-length')

  const text = await response.text()
  if (response.status >= 500) {
    return new Response(unavailableBody, {
      status: 502,
      headers: { 'Content-Type': 'application/json', 'Cache-Control': 'private, no-store' },
    })
  }
  const body: unknown = text === '' ? null : JSON.parse(text)
  headers.set('Content-Type', 'application/json')
  return new Response(JSON.stringify(body, dropTokens), { status: response.status, headers })
}

const unavailableBody = JSON.stringify({
  code: 'AUTH_UNAVAILABLE',
  message: 'The sign-in service is not answering',
})

function dropTokens(key: string, value: unknown): unknown {
  return key === 'token' ? undefined : value
}

function tooManyRequests(retryAfter: number): Response {
  const response = answer(429, 'TOO_MANY_REQUESTS', 'Too many requests. Please try again later.')
  response.headers.set('Retry-After', String(retryAfter))
  return response
}

function answer(status: number, code: string, message: string): Response {
  return Response.json({ code, message }, { status, headers: { 'Cache-Control': 'no-store' } })
}
