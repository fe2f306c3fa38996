import 'server-only'
import { metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { CarefulSpanProcessor } from './careful-spans'
import type { Telemetry } from '../server/telemetry'

/** The app's name without OTEL_SERVICE_NAME. */
const serviceName = 'next-neon-starter'

/**
 * Starts OpenTelemetry: sends Next's own spans and ours by OTLP over HTTP, as JSON, to where the `OTEL_*`
 * variables say. The SDK reads the rest of them itself (headers, sampling, batches).
 *
 * @param choice what is wanted; `metricInterval` is in milliseconds
 */
export function startOpenTelemetry(choice: {
  traces: boolean
  metrics: boolean
  metricInterval: number
}): Telemetry {
  const resource = resourceFromAttributes({ 'service.name': serviceName }).merge(
    detectResources({ detectors: [envDetector] }),
  )
  const tracers = new NodeTracerProvider({
    resource,
    spanProcessors: choice.traces ? [new CarefulSpanProcessor(new OTLPTraceExporter())] : [],
  })
  if (choice.traces) tracers.register()
  const meters = new MeterProvider({
    resource,
    readers: choice.metrics
      ? [
          new PeriodicExportingMetricReader({
            exporter: new OTLPMetricExporter(),
            exportIntervalMillis: choice.metricInterval,
            exportTimeoutMillis: Math.min(30_000, choice.metricInterval),
          }),
        ]
      : [],
  })
  if (choice.metrics) metrics.setGlobalMeterProvider(meters)

  const tracer = trace.getTracer(serviceName)
  const limitHits = meters.getMeter(serviceName).createCounter('app.limit.hits', {
    description: 'Attempts that were refused because there had been too many',
  })
  return {
    span: (name, attributes, work) =>
      tracer.startActiveSpan(name, { kind: kindOf(attributes), attributes }, async (span) => {
        try {
          return await work()
        } catch (error) {
          // The log has the reason; an error's text may hold values.
          span.setStatus({ code: SpanStatusCode.ERROR })
          span.setAttribute('error.type', error instanceof Error ? error.name : typeof error)
          throw error
        } finally {
          span.end()
        }
      }),
    countLimit: (limit) => limitHits.add(1, { limit }),
    async flush() {
      await Promise.allSettled([tracers.forceFlush(), meters.forceFlush()])
    },
  }
}

/** Calls to other services say which one. */
function kindOf(attributes: Record<string, unknown>): SpanKind {
  return 'db.system.name' in attributes || 'peer.service' in attributes
    ? SpanKind.CLIENT
    : SpanKind.INTERNAL
}
