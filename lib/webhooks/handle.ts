import 'server-only'
import { log } from '../server/log'
import type { WebhookEvent } from './event'
import { codeMail, linkMail } from './mails'
import { sendMail } from './send-mail'

/**
 * Handles an event from Neon Auth.
 *
 * @returns the answer's body; Neon Auth only reads it for `user.before_create`
 * @throws if an email couldn't be sent: Neon Auth then tries again
 */
export async function handleEvent(event: WebhookEvent): Promise<Record<string, unknown>> {
  switch (event.event_type) {
    case 'send.otp': {
      const { otp_type, otp_code, expires_at } = event.event_data
      await sendMail(event.user.email, codeMail(otp_type, otp_code, expires_at))
      return { received: true }
    }
    case 'send.magic_link': {
      const { link_type, link_url, expires_at } = event.event_data
      await sendMail(event.user.email, linkMail(link_type, link_url, expires_at))
      return { received: true }
    }
    case 'user.before_create':
      // The place to refuse someone: { allowed: false, error_code: '…', error_message: '…' }.
      return { allowed: true }
    case 'user.created':
      log('info', 'webhook.user_created', { userId: event.user.id })
      return { received: true }
  }
}
