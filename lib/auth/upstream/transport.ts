import 'server-only'
import { parseCookieValue, parseSetCookies } from '@neondatabase/neon-js/auth/server'
import { headers } from 'next/headers'
import { z } from 'zod'
import { env } from '../../env'
import { clientAddress } from '../../rate-limit/client-address'
import { requestScope, timeLeft, type KeptAnswer } from '../../server/request-scope'
import { describeError, log } from '../../server/log'
import { countLimitHit, traced } from '../../server/telemetry'
import { sessionTokenCookie } from '../cookies'

/**
 * Where the SDK thinks Neon Auth is: a name that leads nowhere (RFC 2606), so only its own requests come this
 * way. The SDK calls the global `fetch` and takes no other, so this adds what it can't be told: a deadline,
 * the browser's name and address, upstream's own error code.
 */
export const transportUrl = 'http://neon-auth.invalid'

/** Time limit for one request, its body included, in milliseconds. */
const requestTimeout = 5000
/** The same for asking who is signed in, which any page may have to; the SDK's own figure. */
const sessionTimeout = 3000

const mark = Symbol.for('next-neon-starter.auth-transport')

/**
 * Makes `fetch` pass requests for `transportUrl` on to Neon Auth. Called before each use, since the
 * development server restores the plain `fetch` whenever a file changes.
 */
export function installTransport(): void {
  if (mark in globalThis.fetch) return
  const plainFetch = globalThis.fetch
  const wrapped: typeof fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    return url.startsWith(`${transportUrl}/`)
      ? send(url.slice(transportUrl.length), init)
      : plainFetch(input, init)
  }
  globalThis.fetch = Object.assign(wrapped, { [mark]: true })
}

interface Answer extends KeptAnswer {
  setCookies: string[]
}

/**
 * Sends one request to Neon Auth, and always answers. The SDK only passes on a failure's status and text, so
 * the text holds what matters: for a refusal upstream's own code, for 429 the seconds to wait, and for 502,
 * which means no usable answer of any kind, the log line's id.
 *
 * Who is signed in is asked once per request and token, and not at all without a token. proxy.ts, actions and
 * the page get the same answer until something changes.
 *
 * @param path with its slash and query: `/get-session?disableCookieCache=true`
 */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const { sessions } = requestScope()
  const cookie = new Headers(init.headers).get('cookie') ?? ''
  const token = parseCookieValue(cookie, sessionTokenCookie)
  if (!/^\/get-session(\?disableCookieCache=true)?$/.test(path)) {
    const answer = await ask(path, init)
    if (token && init.method === 'POST') sessions.delete(token)
    // The way back from a provider (`redeemVerifier`): the verifier is exchanged for a session, which also
    // answers whoever asks next who is signed in.
    const own = answer.setCookies.flatMap(parseSetCookies)
    const begun = own.find(({ name }) => name === sessionTokenCookie)?.value
    if (begun && path.startsWith('/get-session')) sessions.set(begun, Promise.resolve(answer))
    return toResponse(answer)
  }
  if (!token) return Response.json(null)
  const kept = sessions.get(token)
  // Its cookies were set when it was new.
  if (kept) return toResponse({ ...(await kept), setCookies: [] })
  const asked = ask(path, init)
  sessions.set(token, asked)
  const answer = await asked
  // proxy.ts forgets an ended session. After an action, Next would re-render the page without what was typed
  // and without the answer.
  const isKept = (line: string) => parseSetCookies(line).every(({ value }) => value !== '')
  return toResponse({ ...answer, setCookies: answer.setCookies.filter(isKept) })
}

function ask(path: string, init: RequestInit): Promise<Answer> {
  const what = path.slice(1).split('?')[0] ?? ''
  return traced(`neon-auth ${what}`, { 'peer.service': 'neon-auth' }, () =>
    askFor(what, path, init),
  )
}

async function askFor(what: string, path: string, init: RequestInit): Promise<Answer> {
  const scope = requestScope()
  if (scope.authGaveUp) return noAnswer(scope.authGaveUp)
  const end = Date.now() + timeLeft()
  const timeout = what === 'get-session' ? sessionTimeout : requestTimeout
  const unanswered = (reason: string) => log('error', 'auth.unavailable', { what, reason })
  try {
    for (;;) {
      const signals = [AbortSignal.timeout(Math.max(1, Math.min(timeout, end - Date.now())))]
      if (init.signal) signals.push(init.signal)
      const sent = await withBrowser(new Headers(init.headers))
      const response = await fetch(env.NEON_AUTH_BASE_URL + path, {
        ...init,
        headers: sent,
        cache: 'no-store',
        // Not 'error', which Cloudflare's fetch doesn't know.
        redirect: 'manual',
        signal: AbortSignal.any(signals),
      })
      const { status, headers: head } = response
      const body = await response.text()
      if (status === 429) {
        countLimitHit('neon-auth')
        const seconds = Number(head.get('retry-after') ?? head.get('x-retry-after')) || 60
        // Upstream counts all visitors together unless it learns their addresses.
        if (Date.now() + seconds * 1000 + 500 < end) {
          log('info', 'auth.busy', { what, seconds, waited: true, advice: busyAdvice })
          await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
          continue
        }
        log('warn', 'auth.busy', { what, seconds, advice: busyAdvice })
        return { status, statusText: String(Math.ceil(seconds)), body, setCookies: [] }
      }
      const isRedirect = status >= 300 && status < 400
      if (status >= 500 || isRedirect) return noAnswer(unanswered(`status ${status}`))
      // An HTML page with 200 fails here: it isn't an answer.
      const json: unknown = body === '' ? null : JSON.parse(body)
      const code = refusal.safeParse(json).data?.code ?? 'UNKNOWN'
      if (!response.ok && untrusted.test(code)) {
        log('error', 'auth.untrusted', {
          what,
          code,
          origin: sent.get('origin') ?? undefined,
          advice: trustAdvice,
        })
      }
      const setCookies = head.getSetCookie()
      return { status, statusText: response.ok ? '' : code, body, setCookies }
    }
  } catch (error) {
    const id = unanswered(describeError(error))
    // Whoever asks next in this request would wait in vain too.
    if (error instanceof Error && error.name === 'TimeoutError') scope.authGaveUp = id
    return noAnswer(id)
  }
}

/** Codes with which Neon Auth refuses a URL it doesn't know. */
const untrusted = /^(INVALID|MISSING_OR_NULL)_(ORIGIN|CALLBACKURL|REDIRECTTO)$/
const trustAdvice =
  'Add this app’s URL to Auth’s trusted domains in the Neon Console; APP_URL must be the same URL.'
const busyAdvice =
  'Neon Auth has limits per client address. If they hit everyone, set TRUSTED_PROXIES to the number of ' +
  'proxies in front of this app, so that it can pass the addresses on.'

const refusal = z.object({ code: z.string().regex(/^\w{1,80}$/) })

function noAnswer(id: string): Answer {
  return { status: 502, statusText: id, body: '', setCookies: [] }
}

/** Without a refusal's body: the SDK would fold its code, and change the status to match. */
function toResponse({ status, statusText, body, setCookies }: Answer): Response {
  const response = new Response(status < 400 && body ? body : null, { status, statusText })
  for (const line of setCookies) response.headers.append('Set-Cookie', line)
  return response
}

/** The browser's name tells sessions apart; Better Auth limits attempts by its address. */
async function withBrowser(request: Headers): Promise<Headers> {
  const browser = await headers()
  const userAgent = browser.get('user-agent')
  if (userAgent) request.set('User-Agent', userAgent.slice(0, 300))
  const address = clientAddress(browser)
  // For IPv6, only the network is known.
  if (address) request.set('X-Forwarded-For', address.includes(':') ? `${address}::` : address)
  return request
}
