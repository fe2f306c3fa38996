import { createRoute, z } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import { deliverySchema } from '../../webhooks/deliver'
import { decisionSchema, webhookEventTypes } from '../../webhooks/events'
import type { WebhookSettings } from '../../webhooks/settings'
import { answers, createApiSection, jsonBody } from '../api'
import type { ConsoleContext } from '../context'

const eventType = z.enum(webhookEventTypes)

/** With the names of Neon's API: `PUT /projects/{id}/branches/{id}/auth/webhooks`. */
const configSchema = z
  .object({
    enabled: z.boolean(),
    webhook_url: z.string().nullable().optional(),
    enabled_events: z.array(eventType).optional(),
    timeout_seconds: z.number().optional(),
  })
  .openapi('WebhookConfiguration')

const delivery = z
  .object({
    ...deliverySchema.shape,
    decision: decisionSchema.extend({ error_message: z.string().optional() }).nullable(),
    event: z.looseObject({ event_id: z.string(), event_type: eventType }),
  })
  .openapi('WebhookDelivery')

function configOf(settings: WebhookSettings): z.infer<typeof configSchema> {
  return {
    enabled: settings.enabled,
    webhook_url: settings.url,
    enabled_events: settings.events,
    timeout_seconds: settings.timeoutSeconds,
  }
}

/** Neon Auth's webhooks for programs: configured as in the cloud, plus what that lacks. */
export function createWebhooksApi({ auth: { webhooks } }: ConsoleContext) {
  const tags = ['Webhooks']
  return createApiSection()
    .openapi(
      createRoute({
        method: 'get',
        path: '/',
        tags,
        summary: 'Where events go, and which',
        responses: answers(configSchema),
      }),
      async (c) => c.json(configOf(await webhooks.settings.get()), 200),
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/',
        tags,
        summary: 'Changes that; what is left out stays',
        request: { body: jsonBody(configSchema) },
        responses: answers(configSchema, 400, 401),
      }),
      async (c) => {
        const wanted = c.req.valid('json')
        const changes: Partial<WebhookSettings> = {
          enabled: wanted.enabled,
          ...(wanted.webhook_url !== undefined && { url: wanted.webhook_url }),
          ...(wanted.enabled_events && { events: wanted.enabled_events }),
          ...(wanted.timeout_seconds !== undefined && { timeoutSeconds: wanted.timeout_seconds }),
        }
        const settings = await webhooks.settings.set(changes).catch((error: unknown) => {
          if (!(error instanceof z.ZodError)) throw error
          throw new HTTPException(400, { message: z.prettifyError(error) })
        })
        return c.json(configOf(settings), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/deliveries',
        tags,
        summary: 'The deliveries since the start, the newest first',
        responses: answers(z.array(delivery)),
      }),
      (c) => c.json(webhooks.deliveries(), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/deliveries/{id}/resend',
        tags,
        summary: 'Delivers the same event again, and waits for it',
        request: { params: z.object({ id: z.string() }) },
        responses: answers(delivery, 401, 404, 409),
      }),
      async (c) => {
        const delivery = await webhooks.resend(c.req.valid('param').id)
        if (!delivery) throw new HTTPException(404, { message: 'There’s no such delivery.' })
        return c.json(delivery, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/test',
        tags,
        summary: 'Delivers an event about a made-up user, and waits for it',
        request: { body: jsonBody(z.object({ event_type: eventType })) },
        responses: answers(delivery, 400, 401, 409),
      }),
      async (c) => {
        const { event_type } = c.req.valid('json')
        return c.json(await webhooks.sendTest(event_type), 200)
      },
    )
}
