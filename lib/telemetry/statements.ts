import 'server-only'
import type { Database } from '../db/database'
import { processState } from '../server/process-state'

/**
 * Makes each statement a span, with its text but without its values, on any driver: all of Drizzle's
 * statements start as a prepared one in its session. Without OpenTelemetry, nothing changes.
 *
 * @param db a database that was just opened
 */
export function traceStatements(db: Database): void {
  const { telemetry } = processState
  if (!telemetry) return
  const { session } = db._
  const prepareQuery = session.prepareQuery.bind(session)
  session.prepareQuery = (...args) => {
    const prepared = prepareQuery(...args)
    const execute = prepared.execute.bind(prepared)
    const text = prepared.getQuery().sql
    const operation = /^\W*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'SQL'
    prepared.execute = (values) =>
      telemetry.span(
        operation,
        { 'db.system.name': 'postgresql', 'db.operation.name': operation, 'db.query.text': text },
        () => execute(values),
      )
    return prepared
  }
}
