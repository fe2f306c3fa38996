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
import { securityHeaders, strictestPolicy } from './security-headers'

/** How long a client may take for its headers, and for the whole request, in milliseconds. */
const headersTimeout = 10_000
const requestTimeout = 30_000

/** What a route of Next's can answer; it has no answer of its own to TRACE and the WebDAV methods. */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** Where the browser listens for changes of the code while developing. */
const hotReload = '/_next/hmr'

const adopted = new WeakSet<object>()
/** The requests of a connection that are being answered. */
const answering = new WeakMap<Duplex, Set<IncomingMessage>>()

/**
 * Guards the HTTP server that Next has started in this process, whether by `next start`, `next dev` or
 * the `server.js` of a standalone build. Next gives no access to it, and leaves some of what can arrive
 * there without an answer, or without the headers that `headers` in next.config.ts asks for. So the
 * server is found through Node's diagnostics channels, which know it with its first connection.
 *
 * Vercel's platform answers what is meant here before it gets to the app. Called once, when the server
 * starts.
 */
export function guardHttpServer(): void {
  if (env.VERCEL) return
  subscribe('net.server.socket', (message) => {
    const socket = property(message, 'socket')
    adopt(property(socket, 'server'))
  })
  onRequestStart(({ request, response }) => {
    // A connection may have been there before this began.
    adopt(property(request.socket, 'server'))
    for (const [name, value] of Object.entries(ownHeaders)) response.setHeader(name, value)
    if (isPublicPage(request.url ?? '')) keepSuccessOnly(response)
    else if (isAdminPath(request.url ?? '')) hideRewrite(response)
    dropUnreadableState(request)
    const requests = requestsOf(request.socket)
    requests.add(request)
    response.once('close', () => requests.delete(request))
  })
}

/**
 * Of a page that may be kept, only a success is: not a post that is not there yet, nor a failure. The
 * proxy, which says what may be kept, runs before anybody knows.
 */
function keepSuccessOnly(response: ServerResponse): void {
  beforeHead(response, (status) => {
    if (status !== 200) response.setHeader('Cache-Control', 'private, no-store')
    // Next answers 500 to whatever a page throws, and here that is a database that does not answer.
    return status === 500 ? 503 : status
  })
}

/**
 * Forgets what a browser says of the pages that it has, when that cannot be read: Next answers 500 to it,
 * and without it with the whole page.
 */
function dropUnreadableState({ headers }: IncomingMessage): void {
  try {
    parseAndValidateFlightRouterState(headers[routerState])
  } catch {
    delete headers[routerState]
  }
}

const routerState = 'next-router-state-tree'

/** Drops what tells that proxy.ts has led a stranger elsewhere than to where they asked. */
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
 * The requests of a connection that are being answered. Node tells them when the connection ends; Next
 * has then put a copy of the body in the place of each (`replaceRequestBody`), which throws an error that
 * nobody listens for, where Node's own request keeps quiet: so somebody listens.
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

/** Pages replace the policy by their own. */
const ownHeaders = { ...securityHeaders, 'Content-Security-Policy': strictestPolicy }

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
  // Without a listener Node ignores the wish, and the request is answered like any other.
  if (process.env.NODE_ENV !== 'production') {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (request.url?.startsWith(hotReload)) upgrade(request, socket, head)
      else end(socket, 400)
    })
  }

  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // What is being sent must not be mixed with a second answer.
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
 * Why a request is not shown to Next, as a status. An address with a host in the request line, which a
 * server has to accept (RFC 9112, 3.2.2), becomes one without: Next would lead to that host.
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

/** Next decodes what stands in the places of a route, and answers 500 where that cannot be done. */
function isDecodable(target: string): boolean {
  try {
    decodeURIComponent(target.split('?', 1)[0] ?? '')
    return true
  } catch {
    return false
  }
}

/** Answers on a bare connection, and closes it. */
function end(socket: Duplex, status: number): void {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Length: 0',
    'Cache-Control: no-store',
    ...Object.entries(ownHeaders).map(([name, value]) => `${name}: ${value}`),
  ]
  socket.on('error', () => socket.destroy())
  socket.end(`${head.join('\r\n')}\r\n\r\n`, () => socket.destroy())
}

/** Takes the listeners of an event away; gives a function that does what they did. */
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
