/**
 * Neon Auth's webhook events, as documented:
 * https://neon.com/docs/auth/guides/webhooks
 */
import { z } from 'zod'

export const webhookEventTypes = [
  'send.otp',
  'send.magic_link',
  'user.before_create',
  'user.created',
] as const
export type WebhookEventType = (typeof webhookEventTypes)[number]

/** What's known about the user; it varies by event. */
export interface WebhookUser {
  id?: string
  email?: string
  name?: string
  image?: string
  email_verified?: boolean
  created_at?: string
}

export interface WebhookEvent {
  event_id: string
  event_type: WebhookEventType
  timestamp: string
  context: { endpoint_id: string; project_name: string }
  user: WebhookUser
  event_data: Record<string, string>
}

/** A receiver's answer to `user.before_create`. */
export const decisionSchema = z.object({
  allowed: z.boolean(),
  error_message: z.string().max(500).optional(),
  error_code: z.string().optional(),
})

/** A test event's user: made up. */
export const sampleUser: WebhookUser = {
  id: '00000000-0000-4000-8000-000000000000',
  email: 'test@example.com',
  name: 'Test User',
  email_verified: false,
}

/** The data of a test event. */
export function sampleData(type: WebhookEventType): Record<string, string> {
  const from = { ip_address: '127.0.0.1', user_agent: 'local Neon, test event' }
  const expires_at = new Date(Date.now() + 10 * 60_000).toISOString()
  switch (type) {
    case 'send.otp':
      return { otp_code: '123456', otp_type: 'sign-in', expires_at, ...from }
    case 'send.magic_link': {
      const link_url = 'http://localhost/neondb/auth/verify-email?token=test'
      return { link_type: 'email-verification', link_url, token: 'test', expires_at, ...from }
    }
    default:
      return { auth_provider: 'credential', ...from }
  }
}
