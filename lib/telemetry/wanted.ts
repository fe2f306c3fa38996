import type { Env } from '../env'

/**
 * Which parts of OpenTelemetry the `OTEL_*` variables ask for.
 *
 * @returns undefined if none; `metricInterval` is in milliseconds
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function telemetryWanted(env: Env) {
  const everything = env.OTEL_EXPORTER_OTLP_ENDPOINT
  const isOn = (exporter: string, endpoint: string | undefined) =>
    exporter.split(',').includes('otlp') && (endpoint ?? everything) !== undefined
  const traces = isOn(env.OTEL_TRACES_EXPORTER, env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)
  const metrics = isOn(env.OTEL_METRICS_EXPORTER, env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT)
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === 'true' || !(traces || metrics)) return undefined
  return { traces, metrics, metricInterval: env.OTEL_METRIC_EXPORT_INTERVAL }
}
