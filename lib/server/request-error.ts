import 'server-only'
import type { Instrumentation } from 'next'
import { describeError, log } from './log'

/**
 * Logs an uncaught error with the reference shown on the error page. Next prints it again, as text with its
 * stack.
 */
export const logRequestError = (
  ...[error, request, context]: Parameters<Instrumentation.onRequestError>
): void => {
  log('error', 'request.failed', {
    reference: digestOf(error),
    reason: describeError(error),
    method: request.method,
    path: request.path.split('?', 1)[0],
    route: context.routePath,
    kind: context.routeType,
  })
}

/** Next's and React's reference for an error. */
function digestOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'digest' in error
    ? String(error.digest)
    : undefined
}
