import { processState } from './process-state'

/** What is known of a piece of work: names and numbers, never what somebody typed. */
export type SpanAttributes = Record<string, string | number | boolean>

/** How this process tells of its work, while OpenTelemetry is on; see ../telemetry/opentelemetry.ts. */
export interface Telemetry {
  /** Does a piece of work as a part of the current trace. */
  span<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T>
  /** A limit has been hit. */
  countLimit(limit: string): void
  /** Sends what has not been sent yet; for the end of the process. */
  flush(): Promise<void>
}

/**
 * Does a piece of work, as a span of its own in a trace of the request. Without OpenTelemetry it is a
 * plain call: nothing of it is loaded.
 *
 * @param name a few words for all pieces of the kind, such as `session`
 */
export function traced<T>(
  name: string,
  attributes: SpanAttributes,
  work: () => Promise<T>,
): Promise<T> {
  const { telemetry } = processState
  return telemetry ? telemetry.span(name, attributes, work) : work()
}

/**
 * Counts that somebody was refused for asking too often, in the metric `app.limit.hits`.
 *
 * @param limit which one, such as `sign-in account`
 */
export function countLimitHit(limit: string): void {
  processState.telemetry?.countLimit(limit)
}
