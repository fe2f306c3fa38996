import 'server-only'
import { z } from 'zod'

const user = z.object({ email: z.string() })
const envelope = { event_id: z.string().max(100) }

/**
 * The parts of Neon Auth's events that the app reads; https://neon.com/docs/auth/guides/webhooks lists all
 * fields. Anything else is refused.
 */
export const eventSchema = z.discriminatedUnion('event_type', [
  z.object({
    ...envelope,
    event_type: z.literal('send.otp'),
    user,
    event_data: z.object({
      otp_code: z.string(),
      otp_type: z.string(),
      expires_at: z.coerce.date(),
    }),
  }),
  z.object({
    ...envelope,
    event_type: z.literal('send.magic_link'),
    user,
    event_data: z.object({
      link_type: z.string(),
      link_url: z.url({ protocol: /^https?$/ }),
      expires_at: z.coerce.date(),
    }),
  }),
  z.object({ ...envelope, event_type: z.literal('user.before_create'), user }),
  z.object({
    ...envelope,
    event_type: z.literal('user.created'),
    user: z.object({ id: z.string() }),
  }),
])

/** A Neon Auth event whose signature was checked. */
export type WebhookEvent = z.output<typeof eventSchema>
