import 'server-only'
import { log } from './log'
import { processState } from './process-state'
import { onRequestStart } from './request-start'

/**
 * Logs each request once it's answered, or its client has left (`cut`). Without the query, which may hold a
 * code or a link's token. Called once, when the server starts.
 */
export function logRequests(): void {
  onRequestStart(({ request, response }) => {
    const begin = performance.now()
    const id = processState.requestId()
    const path = request.url?.split('?', 1)[0]
    response.once('close', () => {
      log('info', 'request', {
        request: id,
        method: request.method,
        path,
        status: response.statusCode,
        milliseconds: Math.round(performance.now() - begin),
        ...(!response.writableFinished && { cut: true }),
      })
    })
  })
}
