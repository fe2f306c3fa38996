import 'server-only'
import type { Instrumentation } from 'next'
import { errorDigest } from '../error-digest'
import { describeError, log } from './log'

/**
 * Writes an error that nobody caught into the log, with the reference that the error page shows. Next
 * prints it once more, as text and with its stack.
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
