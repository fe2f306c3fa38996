import { Hono, type Context } from 'hono'
import type { z } from 'zod'
import { readText } from '../../http/requests'
import { refusal } from '../api'
import { metricsSchema, tracesSchema } from './otlp'
import type { Traces } from './store'

/** In bytes; exporters don't say how many they send. */
const LARGEST = 4 * 1024 * 1024

/**
 * Where an app's OpenTelemetry sends its data, as to any collector: OTLP over HTTP, as JSON, without a
 * token. It only changes what the console shows of it, and no page in a browser may send it, not even
 * the console's own.
 */
export function createReceiver(traces: Traces): Hono {
  const app = new Hono()
  app.use(async (c, next) => {
    if (c.req.method !== 'POST') return c.json(refusal('method_not_allowed', 'Send POST.'), 405)
    if (c.req.header('origin') !== undefined || c.req.header('sec-fetch-site') !== undefined) {
      return c.json(refusal('forbidden', 'Only programs may send this.'), 403)
    }
    const isJson = c.req.header('content-type')?.split(';')[0]?.trim() === 'application/json'
    if (!isJson || c.req.header('content-encoding') !== undefined) {
      return c.json(refusal('unsupported', 'Send OTLP as JSON, not compressed.'), 415)
    }
    return next()
  })
  app.post('/traces', (c) => take(c, tracesSchema, (body) => traces.add(body)))
  app.post('/metrics', (c) => take(c, metricsSchema, (body) => traces.measure(body)))
  return app
}

async function take<Body extends z.ZodType>(
  c: Context,
  schema: Body,
  keep: (body: z.output<Body>) => void,
): Promise<Response> {
  const text = await readText(c.req.raw, LARGEST)
  if (text === null) {
    // The rest isn't read.
    c.header('Connection', 'close')
    return c.json(refusal('too_large', 'This is too large.'), 413)
  }
  const parsed = schema.safeParse(parse(text))
  if (!parsed.success) return c.json(refusal('invalid_request', 'This is not OTLP.'), 400)
  keep(parsed.data)
  return c.json({})
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
