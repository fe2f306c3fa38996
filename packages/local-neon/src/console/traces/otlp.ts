/**
 * What a collector gets by OTLP over HTTP, as JSON, as far as the console shows it.
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
import { z } from 'zod'

/** Longest attribute text to keep, in characters. */
const LONGEST = 10_000

const attributesSchema = z
  .array(
    z.object({
      key: z.string().max(200),
      value: z.looseObject({
        stringValue: z.string().optional(),
        boolValue: z.boolean().optional(),
        // 64-bit integers are text in OTLP's JSON, but not everyone's.
        intValue: z.union([z.string(), z.number()]).optional(),
        doubleValue: z.number().optional(),
      }),
    }),
  )
  .max(128)
  .default([])
  .transform((list) =>
    Object.fromEntries(
      list.map(({ key, value }) => [
        key,
        String(
          value.stringValue ??
            value.boolValue ??
            value.intValue ??
            value.doubleValue ??
            JSON.stringify(value),
        ).slice(0, LONGEST),
      ]),
    ),
  )

const resourceSchema = z
  .object({ attributes: attributesSchema })
  .optional()
  .transform((resource) => resource?.attributes['service.name'] ?? 'unknown')

/** Nanoseconds since 1970 in decimal digits. */
const nanoseconds = z.coerce.string().regex(/^\d{1,20}$/)
const hexId = z.string().regex(/^[\da-f]{16,32}$/i)

/** The body of `POST /v1/traces`. */
export const tracesSchema = z.object({
  resourceSpans: z
    .array(
      z.object({
        resource: resourceSchema,
        scopeSpans: z
          .array(
            z.object({
              spans: z
                .array(
                  z.object({
                    traceId: hexId,
                    spanId: hexId,
                    parentSpanId: hexId.or(z.literal('')).optional(),
                    name: z.string(),
                    startTimeUnixNano: nanoseconds,
                    endTimeUnixNano: nanoseconds,
                    attributes: attributesSchema,
                    status: z.object({ code: z.number().optional() }).optional(),
                  }),
                )
                .default([]),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
})

const pointSchema = z.object({
  attributes: attributesSchema,
  timeUnixNano: nanoseconds,
  asDouble: z.number().optional(),
  asInt: z.coerce.number().optional(),
})
const pointsSchema = z.object({ dataPoints: z.array(pointSchema).default([]) }).optional()

/** The body of `POST /v1/metrics`; only sums and gauges. */
export const metricsSchema = z.object({
  resourceMetrics: z
    .array(
      z.object({
        resource: resourceSchema,
        scopeMetrics: z
          .array(
            z.object({
              metrics: z
                .array(z.object({ name: z.string(), sum: pointsSchema, gauge: pointsSchema }))
                .default([]),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
})
