import 'server-only'
import type { Attributes } from '@opentelemetry/api'
import { BatchSpanProcessor, type ReadableSpan, type Span } from '@opentelemetry/sdk-trace-node'
import { processState } from '../server/process-state'

/**
 * Passes spans on without anything our log wouldn't hold either. Next's own have a request's whole URL, whose
 * query may be a code or a link's token, and an error's text, which may be a statement with its values. Each
 * gets its request's id, as in the log.
 */
export class CarefulSpanProcessor extends BatchSpanProcessor {
  override onStart(...[span, context]: Parameters<BatchSpanProcessor['onStart']>): void {
    noteRequest(span)
    super.onStart(span, context)
  }

  override onEnd(span: ReadableSpan): void {
    super.onEnd(withoutSecrets(span))
  }
}

function noteRequest(span: Pick<Span, 'setAttribute'>): void {
  const request = processState.requestId()
  if (request !== undefined) span.setAttribute('request.id', request)
}

/** A span that may leave this process. */
export function withoutSecrets(span: ReadableSpan): ReadableSpan {
  return {
    name: withoutQueries(span.name),
    kind: span.kind,
    spanContext: () => span.spanContext(),
    parentSpanContext: span.parentSpanContext,
    startTime: span.startTime,
    endTime: span.endTime,
    status: { code: span.status.code },
    attributes: cleaned(span.attributes),
    links: span.links,
    events: span.events.map(({ name, time, attributes = {}, droppedAttributesCount }) => ({
      name,
      time,
      droppedAttributesCount,
      attributes: cleaned(attributes),
    })),
    duration: span.duration,
    ended: span.ended,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  }
}

function cleaned(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => name !== 'exception.message' && name !== 'exception.stacktrace')
      .map(([name, value]) => {
        // A statement's text has no values, but may have operators with a question mark.
        const isText = typeof value === 'string' && name !== 'db.query.text'
        return [name, isText ? withoutQueries(value) : value]
      }),
  )
}

function withoutQueries(text: string): string {
  return text.replace(/[?#]\S*/g, '')
}
