import { z } from 'zod'
import { readText } from '../http/requests'
import { decisionSchema, type WebhookEvent } from './events'
import { signedHeaders, type SigningKey } from './sign'

const attemptSchema = z.object({
  number: z.number(),
  startedAt: z.date(),
  milliseconds: z.number(),
  headers: z.record(z.string(), z.string()),
  status: z.number().nullable(),
  /** The answer's body, as far as it was read. */
  answer: z.string().nullable(),
  /** Why there's no valid answer. */
  error: z.string().nullable(),
})
/** One request to the receiver, and its result. */
export type Attempt = z.infer<typeof attemptSchema>

export const deliverySchema = z.object({
  id: z.string(),
  cause: z.enum(['event', 'resend', 'test']),
  url: z.string(),
  state: z.enum(['pending', 'delivered', 'failed']),
  /** The receiver's decision on `user.before_create`; null for other events and failures. */
  decision: decisionSchema.nullable(),
  event: z.custom<WebhookEvent>(),
  attempts: z.array(attemptSchema),
})
export type Delivery = z.infer<typeof deliverySchema>

export interface DeliverOptions {
  /** Per attempt. */
  timeoutSeconds: number
  key: () => Promise<SigningKey>
  signal: AbortSignal
}

const MOST_ATTEMPTS = 3
const ALL_ATTEMPTS_MS = 15_000
const MOST_ANSWER_BYTES = 10 * 1024

/** Whether to try again after this answer; after none at all, yes. */
function isWorthAnother({ status }: Attempt): boolean {
  return status === null || status >= 500 || status === 429 || status === 408
}

/**
 * Delivers an event and records what happens in its delivery. People waiting for an email or an account
 * can't wait long, so up to three attempts follow each other at once, 15 seconds in all. Never rejects.
 */
export async function deliver(delivery: Delivery, options: DeliverOptions): Promise<Delivery> {
  const body = JSON.stringify(delivery.event)
  const end = performance.now() + ALL_ATTEMPTS_MS
  for (let number = 1; number <= MOST_ATTEMPTS; number++) {
    const left = Math.min(options.timeoutSeconds * 1000, end - performance.now())
    if (left <= 0 || options.signal.aborted) break
    const attempt = await tryOnce(delivery, number, body, Math.ceil(left), options)
    if (attempt.error === null) {
      delivery.state = 'delivered'
      return delivery
    }
    if (!isWorthAnother(attempt)) break
  }
  delivery.state = 'failed'
  return delivery
}

async function tryOnce(
  delivery: Delivery,
  number: number,
  body: string,
  milliseconds: number,
  { key, signal }: DeliverOptions,
): Promise<Attempt> {
  const { event, url } = delivery
  const startedAt = new Date()
  const attempt: Attempt = {
    number,
    startedAt,
    milliseconds: 0,
    headers: {},
    status: null,
    answer: null,
    error: null,
  }
  delivery.attempts.push(attempt)
  const begun = performance.now()
  const timeout = AbortSignal.timeout(milliseconds)
  try {
    attempt.headers = {
      'Content-Type': 'application/json',
      ...(await signedHeaders(body, startedAt.getTime(), await key())),
      'X-Neon-Event-Type': event.event_type,
      'X-Neon-Event-Id': event.event_id,
      'X-Neon-Delivery-Attempt': String(number),
    }
    const response = await fetch(url, {
      method: 'POST',
      headers: attempt.headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
    })
    attempt.answer = await readText(response, MOST_ANSWER_BYTES)
    attempt.status = response.status
    if (!response.ok) attempt.error = `The answer was ${response.status}.`
    else if (attempt.answer === null) attempt.error = 'The answer is larger than 10 KB.'
    else if (event.event_type === 'user.before_create') decide(delivery, attempt)
  } catch (error) {
    attempt.error = timeout.aborted
      ? `No answer within ${(milliseconds / 1000).toFixed(1)} s.`
      : describe(error)
  }
  attempt.milliseconds = Math.round(performance.now() - begun)
  return attempt
}

function decide(delivery: Delivery, attempt: Attempt): void {
  try {
    delivery.decision = decisionSchema.parse(JSON.parse(attempt.answer ?? ''))
  } catch {
    attempt.error = 'The answer is not {"allowed": true} or {"allowed": false, …}.'
  }
}

function describe(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  return [code, cause.message].filter(Boolean).join(': ')
}
