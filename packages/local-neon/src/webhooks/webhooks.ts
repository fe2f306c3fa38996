import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { Problem } from '../problem'
import { deliver, type Delivery } from './deliver'
import { sampleData, sampleUser } from './events'
import type { WebhookEvent, WebhookEventType, WebhookUser } from './events'
import { createWebhookSettings, type WebhookSettingsStore } from './settings'
import type { SigningKey } from './sign'

export interface Webhooks {
  settings: WebhookSettingsStore
  /**
   * Delivers an event if its type is enabled, and waits for it.
   * @returns null if it isn't
   */
  send(
    type: WebhookEventType,
    user: WebhookUser,
    data: Record<string, string>,
  ): Promise<Delivery | null>
  /** All deliveries since the start, failed or not, newest first. */
  deliveries(): Delivery[]
  /**
   * Delivers the same event again, to the current URL; the answer no longer decides anything.
   * @returns undefined if there's no such delivery
   * @throws NoWebhookUrl
   */
  resend(id: string): Promise<Delivery | undefined>
  /**
   * Delivers an event of this type about nobody, whether it's enabled or not.
   * @throws NoWebhookUrl
   */
  sendTest(type: WebhookEventType): Promise<Delivery>
  /** Aborts open deliveries. */
  close(): void
}

/** There's no URL to deliver to. */
export class NoWebhookUrl extends Problem {
  constructor() {
    super('conflict', 'Set the webhook URL first.')
  }
}

const MOST_DELIVERIES = 200

/** @param key the signing key, requested for each attempt */
export function createWebhooks(pool: Pool, key: () => Promise<SigningKey>): Webhooks {
  const settings = createWebhookSettings(pool)
  const closing = new AbortController()
  let log: Delivery[] = []

  const start = (
    event: WebhookEvent,
    cause: Delivery['cause'],
    { url, timeoutSeconds }: { url: string | null; timeoutSeconds: number },
  ): Promise<Delivery> => {
    if (url === null) throw new NoWebhookUrl()
    const delivery: Delivery = {
      id: randomUUID(),
      event,
      cause,
      url,
      attempts: [],
      state: 'pending',
      decision: null,
    }
    log = [delivery, ...log].slice(0, MOST_DELIVERIES)
    return deliver(delivery, { timeoutSeconds, key, signal: closing.signal })
  }

  const eventOf = async (
    type: WebhookEventType,
    user: WebhookUser,
    data: Record<string, string>,
  ): Promise<WebhookEvent> => {
    const { rows } = await pool.query<{ name: string; endpoint_id: string }>(
      'SELECT name, endpoint_id FROM neon_auth.project_config LIMIT 1',
    )
    return {
      event_id: randomUUID(),
      event_type: type,
      timestamp: new Date().toISOString(),
      context: { endpoint_id: rows[0]?.endpoint_id ?? '', project_name: rows[0]?.name ?? '' },
      user,
      event_data: data,
    }
  }

  return {
    settings,
    async send(type, user, data) {
      const current = await settings.get()
      if (!current.enabled || !current.events.includes(type)) return null
      return start(await eventOf(type, user, data), 'event', current)
    },
    deliveries: () => [...log],
    async resend(id) {
      const found = log.find((delivery) => delivery.id === id)
      return found && start(found.event, 'resend', await settings.get())
    },
    async sendTest(type) {
      const current = await settings.get()
      return start(await eventOf(type, sampleUser, sampleData(type)), 'test', current)
    },
    close: () => closing.abort(new Error('Local Neon was stopped.')),
  }
}
