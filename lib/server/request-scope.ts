import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { processState } from './process-state'
import { onRequestStart } from './request-start'

/** A service's answer, kept for anyone who asks the same in the same request. */
export interface KeptAnswer {
  status: number
  statusText: string
  body: string
}

/** What `proxy.ts`, an action and the page share during one request. */
interface RequestScope {
  /** In every log line, the answer's headers and error pages. */
  id: string
  /** Whether the request sends something, rather than just reads. */
  isSubmission: boolean
  /** When everything must be over, in milliseconds since 1970; unset until someone waits. */
  until?: number
  /** Neon Auth's answers about sessions, by token. */
  sessions: Map<string, Promise<KeptAnswer>>
  /** What was typed in the submitted form, by field name; see http/old-form.ts. */
  typed?: readonly (readonly [string, string])[]
  /** The log line's id, once we've waited for Neon Auth in vain. */
  authGaveUp?: string
}

const idHeader = 'x-request-id'
/** Request ids accepted from a proxy; anything else is replaced. */
const saneId = /^[\w.:-]{8,100}$/

/** Total waiting time of one request, in milliseconds: a page answers within five seconds. */
const pageTime = 4500
/** The same for an action, which answers within eight seconds. */
const actionTime = 7000

const key = Symbol.for('next-neon-starter.request-scope')
const shared = globalThis as typeof globalThis & { [key]?: AsyncLocalStorage<RequestScope> }
/** One per process: Next bundles `proxy.ts` and the pages separately, each with a copy of this file. */
const storage = (shared[key] ??= new AsyncLocalStorage<RequestScope>())

/**
 * Opens a scope for each request before Next sees it. It lives in this process's memory, so clients can't put
 * anything into it. Called once, when the server starts.
 */
export function openRequestScopes(): void {
  processState.requestId = () => storage.getStore()?.id
  onRequestStart(({ request, response }) => {
    const scope = newScope(request.method ?? 'GET', request.headers[idHeader])
    storage.enterWith(scope)
    // For the parts Next shows the request to: proxy.ts and the pages.
    request.headers[idHeader] = scope.id
    response.setHeader('X-Request-Id', scope.id)
    // Scripts can't see their page's headers, but they see this one's description (request-id.ts).
    if (!request.url?.startsWith('/_next/')) {
      response.setHeader('Server-Timing', `request;desc="${scope.id}"`)
    }
  })
}

/**
 * The current request's scope. On hosts without Node's HTTP server in front of Next, each caller gets its
 * own: nothing is shared, and the only cost is an extra request.
 */
export function requestScope(): RequestScope {
  return storage.getStore() ?? newScope('GET')
}

/** What's left of the request's time, in milliseconds. The clock starts with the first wait. */
export function timeLeft(): number {
  const scope = requestScope()
  const time = scope.isSubmission ? actionTime : pageTime
  // The development server compiles pages during a request, however long that takes.
  if (process.env.NODE_ENV === 'development') return time
  scope.until ??= Date.now() + time
  return Math.max(0, scope.until - Date.now())
}

/** Does something as its own request; for tests. */
export function inRequestScope<T>(method: string, work: () => T): T {
  return storage.run(newScope(method), work)
}

function newScope(method: string, id?: string | string[]): RequestScope {
  return {
    id: typeof id === 'string' && saneId.test(id) ? id : crypto.randomUUID(),
    isSubmission: method !== 'GET' && method !== 'HEAD',
    sessions: new Map(),
  }
}
