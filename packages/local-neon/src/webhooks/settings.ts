import type { Pool } from 'pg'
import { z } from 'zod'
import { webhookEventTypes } from './events'

/** Names of this machine, or of another container on its network: those have no dot. */
const NEARBY = /^(localhost|127\.0\.0\.1|\[::1\]|[a-z0-9-]+)$/i

const urlSchema = z
  .url({ protocol: /^https?$/, error: 'Enter an http URL.' })
  .refine(
    (text) => URL.canParse(text) && NEARBY.test(new URL(text).hostname),
    'Only a URL on this machine: what goes there can sign people in.',
  )

const fields = {
  enabled: z.boolean(),
  url: urlSchema.nullable(),
  events: z.array(z.enum(webhookEventTypes)),
  /** Per attempt. */
  timeoutSeconds: z.number().int().min(1).max(10),
}

/** Which events go where; the cloud wants https and refuses localhost. */
export const webhookSettingsSchema = z
  .strictObject(fields)
  .refine(({ enabled, url }) => !enabled || url !== null, {
    path: ['url'],
    error: 'Enter a URL.',
  })
export type WebhookSettings = z.infer<typeof webhookSettingsSchema>

export interface WebhookSettingsStore {
  get(): Promise<WebhookSettings>
  /**
   * Applies `changes` and returns all settings; effective from the next event.
   * @throws ZodError if anything is invalid, with nothing changed
   */
  set(changes: Partial<WebhookSettings>): Promise<WebhookSettings>
}

/** The column as in the cloud; missing or invalid values get their defaults. */
const rowSchema = z.object({
  enabled: fields.enabled.catch(false),
  webhookUrl: urlSchema.nullable().catch(null),
  enabledEvents: z
    .array(z.string())
    .catch([])
    .transform((names) => webhookEventTypes.filter((type) => names.includes(type))),
  timeoutSeconds: fields.timeoutSeconds.catch(5),
})
const lenientRow = rowSchema.catch(() => rowSchema.parse({}))

/** The settings in `neon_auth.project_config.webhook_config`, read each time. */
export function createWebhookSettings(pool: Pool): WebhookSettingsStore {
  const get = async (): Promise<WebhookSettings> => {
    const { rows } = await pool.query<{ webhook_config: unknown }>(
      'SELECT webhook_config FROM neon_auth.project_config LIMIT 1',
    )
    const row = lenientRow.parse(rows[0]?.webhook_config)
    return {
      enabled: row.enabled && row.webhookUrl !== null,
      url: row.webhookUrl,
      events: row.enabledEvents,
      timeoutSeconds: row.timeoutSeconds,
    }
  }
  return {
    get,
    async set(changes) {
      const wanted = webhookSettingsSchema.parse({ ...(await get()), ...changes })
      const column = {
        enabled: wanted.enabled,
        webhookUrl: wanted.url,
        enabledEvents: wanted.events,
        timeoutSeconds: wanted.timeoutSeconds,
      }
      await pool.query(
        `UPDATE neon_auth.project_config
            SET webhook_config = $1::jsonb, updated_at = CURRENT_TIMESTAMP`,
        [JSON.stringify(column)],
      )
      return wanted
    },
  }
}
