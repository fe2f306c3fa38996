import 'server-only'
import { env } from '../env'
import { parseJson, readBody } from '../http/json-body'
import { describeError, log } from '../server/log'
import { eventSchema } from './event'
import { handleEvent } from './handle'
import { once } from './once'
import { findForgery } from './verify'

/** Larger than any Neon Auth event. */
const maxBody = 16 * 1024

/**
 * Answers a Neon Auth webhook: 404 while `NEON_AUTH_WEBHOOKS` is off, 401 if Neon Auth didn't send it or sent
 * it long ago, 413 if it's too large, 400 if it's malformed, and 503 if the app failed, so it's delivered
 * again.
 */
export async function receiveWebhook(request: Request): Promise<Response> {
  if (env.NEON_AUTH_WEBHOOKS === 'off') return answer(404, { error: 'not_found' })
  try {
    const body = await readBody(request, maxBody)
    if (!body) return answer(413, { error: 'too_large' })
    const forgery = await findForgery(request.headers, body)
    if (forgery) {
      log('warn', 'webhook.refused', { reason: forgery })
      return answer(401, { error: forgery })
    }
    const event = eventSchema.safeParse(parseJson(body.toString('utf8')))
    if (!event.success) {
      log('warn', 'webhook.unknown', { reason: 'not an event that the app knows' })
      return answer(400, { error: 'unknown_event' })
    }
    return answer(200, await once(event.data.event_id, () => handleEvent(event.data)))
  } catch (error) {
    log('error', 'webhook.failed', { reason: describeError(error) })
    return answer(503, { error: 'unavailable' })
  }
}

function answer(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } })
}
