import 'server-only'
import { readBody } from '../http/json-body'
import { isOwnOrigin, ownOrigin } from '../http/own-origin'
import { forgiveAttempts, limitAttempt, type LimitedAction } from '../rate-limit/limits'
import { answerOf, type Answer } from './answer'
import { checkApiInput, postPaths } from './api-input'
import { createAccount } from './flow/sign-up'
import { failureState } from './messages'
import { auth } from './server'

/** Largest body, in bytes. */
const maxBody = 16 * 1024

/**
 * Passes a browser's request on to Neon Auth, if this app offers it. The URL is compared undecoded, so
 * `..%2f` and the like match nothing. It refuses what the forms refuse and counts the same attempts. Session
 * tokens are removed from bodies: they travel only in cookies.
 */
export async function passToNeonAuth(request: Request): Promise<Response> {
  const url = new URL(request.url)
  const path = url.pathname.replace(/^\/api\/auth\//, '')
  if (request.method === 'GET' && path === 'get-session') {
    const isFresh = url.searchParams.get('disableCookieCache') === 'true'
    return respond(
      await answerOf(auth.getSession(isFresh ? { query: { disableCookieCache: 'true' } } : {})),
    )
  }
  const known = request.method === 'POST' && postPaths.find((one) => one === path)
  if (!known) return refuse(404, 'NOT_FOUND', 'Not found')
  if (!isOwnOrigin(request)) return refuse(403, 'INVALID_ORIGIN', 'This origin is not allowed')
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    return refuse(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send JSON')
  }
  const body = await readBody(request, maxBody)
  if (!body) return refuse(413, 'PAYLOAD_TOO_LARGE', 'The body is too large')
  const input = checkApiInput(
    known,
    body.toString('utf8'),
    ownOrigin(request.headers) ?? url.origin,
  )
  if (!input) return refuse(400, 'INVALID_INPUT', 'This input is not accepted')

  switch (input.path) {
    case 'sign-in/email':
      return limited('sign-in', input.body.email, () => answerOf(auth.signIn.email(input.body)))
    case 'sign-up/email':
      return limited('sign-up', input.body.email, () => createAccount(input.body))
    case 'sign-in/social':
      return limited('sign-in', undefined, () => answerOf(auth.signIn.social(input.body)))
    case 'sign-out':
      return respond(await answerOf(auth.signOut()))
  }
}

async function limited(
  action: LimitedAction,
  email: string | undefined,
  call: () => Promise<Answer<unknown>>,
): Promise<Response> {
  const tooOften = await limitAttempt(action, email)
  if (tooOften) return respond(tooOften)
  const answer = await call()
  if (answer.ok && email && action === 'sign-in') await forgiveAttempts(action, email)
  return respond(answer)
}

function respond(answer: Answer<unknown>): Response {
  if (answer.ok) {
    const text = JSON.stringify(answer.data, (key, value: unknown) =>
      key === 'token' ? undefined : value,
    )
    return new Response(text, {
      headers: { 'Content-Type': 'application/json', 'Cache-Control': 'private, no-store' },
    })
  }
  const { message, fieldErrors = {} } = failureState(answer)
  const text = message ?? Object.values(fieldErrors).join(' ')
  switch (answer.reason) {
    case 'refused':
      return refuse(answer.status, answer.code, text)
    case 'limited':
      return refuse(429, 'TOO_MANY_REQUESTS', text, answer.retryAfter)
    case 'busy':
      return refuse(503, 'AUTH_BUSY', text, answer.retryAfter)
    case 'unavailable':
      return refuse(502, 'AUTH_UNAVAILABLE', text)
  }
}

function refuse(status: number, code: string, message: string, retryAfter?: number): Response {
  const headers = new Headers({ 'Cache-Control': 'private, no-store' })
  if (retryAfter !== undefined) headers.set('Retry-After', String(retryAfter))
  return Response.json({ code, message }, { status, headers })
}
