import 'server-only'
import { subscribe } from 'node:diagnostics_channel'
import { Server, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http'
import { Server as TlsServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state'
import { env } from '../env'
import { onRequestStart, property } from '../server/request-start'
import { isAdminPath } from './admin-path'
import { beforeHead } from './before-head'
import { answerOldForm } from './old-form'
import { isPublicPage } from './public-pages'
import { strictestHeaders } from './security-headers'

/** How long a client may take for its headers and for the whole request, in milliseconds. */
const headersTimeout = 10_000
const requestTimeout = 30_000

/** The methods a Next route can answer; Next itself has no answer to TRACE and WebDAV. */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** Where the browser listens for code changes in development. */
const hotReload = '/_next/hmr'

const adopted = new WeakSet<object>()
/** A connection's requests that are being answered. */
const answering = new WeakMap<Duplex, Set<IncomingMessage>>()

/**
 * Guards the HTTP server that Next has started in this process, through `next start`, `next dev` or a
 * standalone build's `server.js`. Next gives no access to it, and leaves some requests without an answer, or
 * without the `headers` from next.config.ts. So we find the server through Node's diagnostics channels, which
 * name it with its first connection.
 *
 * Vercel's platform handles all this before the app. Called once, when the server starts.
 */
export function guardHttpServer(): void {
  if (env.VERCEL) return
  subscribe('net.server.socket', (message) => {
    const socket = property(message, 'socket')
    adopt(property(socket, 'server'))
  })
  onRequestStart(({ request, response }) => {
    // A connection may be older than this guard.
    adopt(property(request.socket, 'server'))
    // Pages replace the policy with their own.
    for (const [name, value] of Object.entries(strictestHeaders)) response.setHeader(name, value)
    if (isPublicPage(request.url ?? '')) keepSuccessOnly(response)
    else if (isAdminPath(request.url ?? '')) hideRewrite(response)
    dropUnreadableState(request)
    const requests = requestsOf(request.socket)
    requests.add(request)
    response.once('close', () => requests.delete(request))
  })
}

/**
 * Lets caches keep only successes, not a missing post or a failure. The proxy, which says what may be kept,
 * runs before the status is known.
 */
function keepSuccessOnly(response: ServerResponse): void {
  beforeHead(response, (status) => {
    if (status !== 200) response.setHeader('Cache-Control', 'private, no-store')
    // Next answers 500 when a page throws; here, that means the database isn't answering.
    return status === 500 ? 503 : status
  })
}

/**
 * Drops a browser's description of the pages it has if it can't be parsed: with it Next answers 500, without
 * it the whole page.
 */
function dropUnreadableState({ headers }: IncomingMessage): void {
  try {
    parseAndValidateFlightRouterState(headers[routerState])
  } catch {
    delete headers[routerState]
  }
}

const routerState = 'next-router-state-tree'

/** Drops the sign that proxy.ts has rewritten a stranger's request. */
function hideRewrite(response: ServerResponse): void {
  beforeHead(response, () => {
    for (const name of rewriteHeaders) response.removeHeader(name)
  })
}

const rewriteHeaders = [
  'x-middleware-rewrite',
  'x-nextjs-rewritten-path',
  'x-nextjs-rewritten-query',
]

/**
 * A connection's requests that are being answered. Node tells them when the connection ends. Next has by then
 * replaced each with a copy of the body (`replaceRequestBody`), which throws an error nobody listens for,
 * where Node's own request stays quiet: so this listens.
 */
function requestsOf(socket: Duplex): Set<IncomingMessage> {
  const known = answering.get(socket)
  if (known) return known
  const requests = new Set<IncomingMessage>()
  answering.set(socket, requests)
  const listen = () => requests.forEach((request) => request.on('error', () => {}))
  socket.prependListener('end', listen)
  socket.prependListener('close', listen)
  return requests
}

function adopt(server: unknown): void {
  if (!(server instanceof Server || server instanceof TlsServer) || adopted.has(server)) return
  adopted.add(server)
  server.headersTimeout = headersTimeout
  server.requestTimeout = requestTimeout

  const answer = takeListeners(server, 'request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const status = refusalOf(request)
    if (status === undefined) {
      answerOldForm(request, response)
      return answer(request, response)
    }
    response.writeHead(status, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      Connection: 'close',
      ...(status === 405 && { Allow: methods.join(', ') }),
    })
    response.end(STATUS_CODES[status])
  })

  const upgrade = takeListeners(server, 'upgrade')
  // Without a listener, Node ignores the upgrade and answers the request like any other.
  if (process.env.NODE_ENV !== 'production') {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (request.url?.startsWith(hotReload)) upgrade(request, socket, head)
      else end(socket, 400)
    })
  }

  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // An answer being sent must not be mixed with a second one.
    if (error.code === 'ECONNRESET' || !socket.writable || (answering.get(socket)?.size ?? 0) > 0) {
      socket.destroy()
    } else end(socket, clientErrors[error.code ?? ''] ?? 400)
  })
}

const clientErrors: Record<string, number> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
}

/**
 * Why Next doesn't get a request, as a status. A URL with a host in the request line, which servers have to
 * accept (RFC 9112, 3.2.2), loses the host: Next would redirect to it.
 */
function refusalOf(request: IncomingMessage): number | undefined {
  if (!methods.includes(request.method ?? '')) return 405
  if (/\bwebsocket\b/i.test(request.headers.upgrade ?? '')) return 400
  const target = request.url ?? ''
  if (target.startsWith('/')) return isDecodable(target) ? undefined : 400
  if (!URL.canParse(target)) return 400
  const url = new URL(target)
  const ownHost = env.APP_URL ? new URL(env.APP_URL).host : request.headers.host
  if (url.host !== ownHost || url.username || url.password) return 400
  request.url = url.pathname + url.search
  return undefined
}

/** Next decodes a route's parameters, and answers 500 if it can't. */
function isDecodable(target: string): boolean {
  try {
    decodeURIComponent(target.split('?', 1)[0] ?? '')
    return true
  } catch {
    return false
  }
}

/** Answers on a bare connection and closes it. */
function end(socket: Duplex, status: number): void {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Length: 0',
    'Cache-Control: no-store',
    ...Object.entries(strictestHeaders).map(([name, value]) => `${name}: ${value}`),
  ]
  socket.on('error', () => socket.destroy())
  socket.end(`${head.join('\r\n')}\r\n\r\n`, () => socket.destroy())
}

/** Removes an event's listeners; returns a function that does what they did. */
function takeListeners(
  server: Server | TlsServer,
  event: string,
): (...args: readonly unknown[]) => void {
  const listeners = server.listeners(event)
  server.removeAllListeners(event)
  return (...args) => {
    for (const listener of listeners) Reflect.apply(listener, server, args)
  }
}
