import 'server-only'
import type { Instrumentation } from 'next'
import { errorDigest } from '../error-digest'
import { describeError, log } from './log'

/**
 * Logs an uncaught error with the reference shown on the error page. Next prints it again, as text with its
 * stack.
 */
export const logRequestError = (
  ...[error, request, context]: Parameters<Instrumentation.onRequestError>
): void => {
  log('error', 'request.failed', {
    reference: errorDigest(error),
    reason: describeError(error),
    method: request.method,
    path: request.path.split('?', 1)[0],
    route: context.routePath,
    kind: context.routeType,
  })
}
