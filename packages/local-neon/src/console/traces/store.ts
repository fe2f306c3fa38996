import { z } from '@hono/zod-openapi'
import type { metricsSchema, tracesSchema } from './otlp'

const spanSchema = z
  .object({
    id: z.string(),
    parent: z.string().nullable().describe('Null at the top of the trace'),
    /** How many spans it is within. */
    depth: z.number().int(),
    name: z.string(),
    /** Who reported it, by `service.name`. */
    service: z.string(),
    at: z.date(),
    startMilliseconds: z.number().describe('From the beginning of the trace'),
    milliseconds: z.number(),
    failed: z.boolean(),
    attributes: z.record(z.string(), z.string()),
  })
  .openapi('Span')
/** A piece of work within a trace. */
type Span = z.infer<typeof spanSchema>

export const summarySchema = z
  .object({
    id: z.string(),
    /** The name of its top, or of its first span until the top arrives. */
    name: z.string(),
    at: z.date(),
    milliseconds: z.number(),
    failed: z.boolean(),
  })
  .openapi('TraceSummary')

export const traceSchema = summarySchema
  .extend({
    /** Those within another one come after it, in the order they began. */
    spans: z.array(spanSchema),
  })
  .openapi('Trace')
/** Everything done for one request. */
export type Trace = z.infer<typeof traceSchema>

export const metricSchema = z
  .object({
    name: z.string(),
    service: z.string(),
    attributes: z.record(z.string(), z.string()),
    value: z.number(),
    at: z.date(),
  })
  .openapi('Metric')
/** The latest value of a metric with these attributes. */
export type Metric = z.infer<typeof metricSchema>

interface ReceivedSpan extends Omit<Span, 'startMilliseconds' | 'at' | 'depth'> {
  start: bigint
}

const TRACES = 200
const SPANS_OF_A_TRACE = 1000
const METRICS = 500

/** The latest traces and metrics that apps sent, until this process ends. */
export class Traces {
  /** In order of arrival. */
  #traces = new Map<string, ReceivedSpan[]>()
  #metrics = new Map<string, Metric>()

  add({ resourceSpans }: z.output<typeof tracesSchema>): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
        const id = span.traceId.toLowerCase()
        const spans = this.#traces.get(id) ?? []
        if (spans.length >= SPANS_OF_A_TRACE) continue
        const start = BigInt(span.startTimeUnixNano)
        spans.push({
          id: span.spanId.toLowerCase(),
          parent: span.parentSpanId?.toLowerCase() || null,
          name: span.name.slice(0, 500),
          service: resource,
          start,
          milliseconds: toMilliseconds(BigInt(span.endTimeUnixNano) - start),
          // STATUS_CODE_ERROR
          failed: span.status?.code === 2,
          attributes: span.attributes,
        })
        this.#traces.set(id, spans)
        if (this.#traces.size > TRACES) forgetFirst(this.#traces)
      }
    }
  }

  measure({ resourceMetrics }: z.output<typeof metricsSchema>): void {
    for (const { resource, scopeMetrics } of resourceMetrics) {
      for (const { name, sum, gauge } of scopeMetrics.flatMap(({ metrics }) => metrics)) {
        for (const point of (sum ?? gauge)?.dataPoints ?? []) {
          const { attributes } = point
          const key = JSON.stringify([resource, name, attributes])
          this.#metrics.set(key, {
            name,
            service: resource,
            attributes,
            value: point.asDouble ?? point.asInt ?? 0,
            at: toDate(BigInt(point.timeUnixNano)),
          })
          if (this.#metrics.size > METRICS) forgetFirst(this.#metrics)
        }
      }
    }
  }

  /** The traces, newest first. */
  all(): Trace[] {
    const traces = [...this.#traces].map(([id, spans]) => toTrace(id, spans))
    return traces.sort((one, other) => other.at.getTime() - one.at.getTime())
  }

  find(id: string): Trace | undefined {
    const spans = this.#traces.get(id.toLowerCase())
    return spans && toTrace(id.toLowerCase(), spans)
  }

  metrics(): Metric[] {
    return [...this.#metrics.values()]
  }

  clear(): void {
    this.#traces.clear()
    this.#metrics.clear()
  }
}

function toTrace(id: string, received: ReceivedSpan[]): Trace {
  const inOrder = [...received].sort((one, other) => Number(one.start - other.start))
  const begin = inOrder[0]?.start ?? 0n
  const known = new Set(inOrder.map((span) => span.id))
  const spans: Trace['spans'] = []
  const seen = new Set<string>()
  const visit = (list: ReceivedSpan[], depth: number) => {
    for (const { start, ...span } of list) {
      // A cycle of ancestors ends here.
      if (seen.has(span.id)) continue
      seen.add(span.id)
      const startMilliseconds = toMilliseconds(start - begin)
      spans.push({ ...span, at: toDate(start), startMilliseconds, depth })
      visit(
        inOrder.filter(({ parent }) => parent === span.id),
        depth + 1,
      )
    }
  }
  // Some parents may come later, or never.
  const tops = inOrder.filter(({ parent }) => parent === null || !known.has(parent))
  visit(tops.length > 0 ? tops : inOrder, 0)
  const top = tops.find(({ parent }) => parent === null) ?? inOrder[0]
  const end = Math.max(0, ...spans.map((span) => span.startMilliseconds + span.milliseconds))
  return {
    id,
    name: nameOf(top),
    at: toDate(begin),
    milliseconds: end,
    failed: spans.some(({ failed }) => failed),
    spans,
  }
}

/** The URL says more than its route. */
function nameOf(span: ReceivedSpan | undefined): string {
  const { 'http.method': method, 'http.target': target } = span?.attributes ?? {}
  return method && target ? `${method} ${target}` : (span?.name ?? '')
}

function forgetFirst(map: Map<string, unknown>): void {
  const [first] = map.keys()
  if (first !== undefined) map.delete(first)
}

function toMilliseconds(nanoseconds: bigint): number {
  return Number(nanoseconds) / 1e6
}

function toDate(nanoseconds: bigint): Date {
  return new Date(Number(nanoseconds / 1_000_000n))
}
