import { processState } from './process-state'

/** What is known about some work: names and numbers, never anything typed. */
export type SpanAttributes = Record<string, string | number | boolean>

/** How this process reports its work while OpenTelemetry is on; see ../telemetry/opentelemetry.ts. */
export interface Telemetry {
  /** Does some work as part of the current trace. */
  span<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T>
  /** A limit has been hit. */
  countLimit(limit: string): void
  /** Sends whatever is unsent, when the process ends. */
  flush(): Promise<void>
}

/**
 * Does some work as its own span in the request's trace. Without OpenTelemetry it's a plain call, and nothing
 * of it is loaded.
 *
 * @param name a few words for this kind of work, such as `session`
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
 * Counts a refusal for asking too often, in the metric `app.limit.hits`.
 *
 * @param limit which one, such as `sign-in account`
 */
export function countLimitHit(limit: string): void {
  processState.telemetry?.countLimit(limit)
}
