import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { processState } from './process-state'
import { onRequestStart } from './request-start'

/** What a service answered, kept for whoever asks the same in the same request. */
export interface KeptAnswer {
  status: number
  statusText: string
  body: string
}

/** What `proxy.ts`, an action and the page share while one request is served. */
interface RequestScope {
  /** In every line of the log, in the answer's headers and on error pages. */
  id: string
  /** Whether something is sent, and not only read. */
  isSubmission: boolean
  /** When everything has to be over, in milliseconds since 1970; not there before anybody waits. */
  until?: number
  /** Answers of Neon Auth about sessions, by token. */
  sessions: Map<string, Promise<KeptAnswer>>
  /** What was typed in the form that is sent, by the names of its fields; see http/old-form.ts. */
  typed?: readonly (readonly [string, string])[]
  /** The id of the line in the log, once Neon Auth was waited for in vain. */
  authGaveUp?: string
}

const idHeader = 'x-request-id'
/** What a front may call a request; anything else is replaced. */
const saneId = /^[\w.:-]{8,100}$/

/** Time for all that one request waits for, in milliseconds: a page answers within five seconds. */
const pageTime = 4500
/** The same for an action, which answers within eight. */
const actionTime = 7000

const key = Symbol.for('next-neon-starter.request-scope')
const shared = globalThis as typeof globalThis & { [key]?: AsyncLocalStorage<RequestScope> }
/** One for the process: Next bundles `proxy.ts` and the pages apart, each with a copy of this file. */
const storage = (shared[key] ??= new AsyncLocalStorage<RequestScope>())

/**
 * Opens a scope for each request, before Next sees it. It is memory of this process, so nothing that a
 * client sends can put anything into it. Called once, when the server starts.
 */
export function openRequestScopes(): void {
  processState.requestId = () => storage.getStore()?.id
  onRequestStart(({ request, response }) => {
    const scope = newScope(request.method ?? 'GET', request.headers[idHeader])
    storage.enterWith(scope)
    // For what Next shows of the request: proxy.ts and the pages.
    request.headers[idHeader] = scope.id
    response.setHeader('X-Request-Id', scope.id)
    // Scripts see no header of the page that they are in, but this one's description (request-id.ts).
    if (!request.url?.startsWith('/_next/')) {
      response.setHeader('Server-Timing', `request;desc="${scope.id}"`)
    }
  })
}

/**
 * The scope of the current request. Where the host runs no HTTP server of Node's in front of Next, each
 * caller gets one of its own: then nothing is shared, and nothing is wrong but a request too many.
 */
export function requestScope(): RequestScope {
  return storage.getStore() ?? newScope('GET')
}

/** What is left of the request's time, in milliseconds. The clock starts with the first who waits. */
export function timeLeft(): number {
  const scope = requestScope()
  const time = scope.isSubmission ? actionTime : pageTime
  // The development server compiles a page in the middle of a request, however long that takes.
  if (process.env.NODE_ENV === 'development') return time
  scope.until ??= Date.now() + time
  return Math.max(0, scope.until - Date.now())
}

/** Does something as one request of its own; for tests. */
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
