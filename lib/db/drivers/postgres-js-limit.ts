import 'server-only'
import { describeError, log } from '../../server/log'
import { statementTimeout } from '../limits'

/** How long the server has to cancel a statement before we give up, in milliseconds. */
const cancelTimeout = 400

/** What a postgres-js query has beyond its types (`src/query.js` of 3.4). */
interface Internals {
  /** The connection that runs it; null while it waits for one. */
  state: unknown
  /** Leaves the queue, or asks the server over its own connection, which may fail. */
  canceller: (query: unknown) => Promise<unknown>
  reject: (error: Error) => void
}

function hasInternals(query: object): query is Internals {
  return (
    'state' in query &&
    'canceller' in query &&
    typeof query.canceller === 'function' &&
    'reject' in query &&
    typeof query.reject === 'function'
  )
}

/**
 * Gives a statement a deadline; only this driver has no option for it. A statement waiting for a connection
 * then leaves the queue; a running one is cancelled on the server.
 *
 * @param query what `sql.unsafe` returns
 * @param onSilence the statement got no connection in time, or the server didn't even cancel it
 */
export function limitQuery<Query extends Promise<unknown>>(
  query: Query,
  onSilence: () => void,
): Query {
  if (!hasInternals(query)) throw new Error('This version of postgres-js is unknown.')
  const giveUp = () => {
    query.reject(new Error(`No answer within ${statementTimeout} ms.`))
    onSilence()
  }
  let timer = setTimeout(() => {
    const isRunning = query.state !== null
    // Not `query.cancel()`, which leaves a failure unhandled.
    query.canceller(query).catch((error: unknown) => {
      log('warn', 'database.cancel', { reason: describeError(error) })
    })
    if (isRunning) timer = setTimeout(giveUp, cancelTimeout)
    else onSilence()
  }, statementTimeout)
  const settled = () => clearTimeout(timer)
  // The query's own `then` would start it before Drizzle says how it wants the rows.
  Promise.prototype.then.call(query, settled, settled)
  return query
}
