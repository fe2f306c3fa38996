import 'server-only'
import { env } from '../env'
import type { MailContent } from './mails'

/** In milliseconds; Neon Auth waits five seconds for the whole answer. */
const mailTimeout = 3500

/**
 * Sends an email through the service at `MAIL_API_URL`, in the format of Resend and local Neon's mailbox.
 * Change this function for a service with another API.
 *
 * @throws if the service doesn't take it in time
 */
export async function sendMail(to: string, content: MailContent): Promise<void> {
  const { MAIL_API_URL: url, MAIL_API_KEY: key, MAIL_FROM: from } = env
  if (!url || !key || !from) throw new Error('MAIL_API_URL, MAIL_API_KEY or MAIL_FROM is missing')
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
    body: JSON.stringify({ from, to, ...content }),
    redirect: 'manual',
    cache: 'no-store',
    signal: AbortSignal.timeout(mailTimeout),
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`the email service answered ${response.status}`)
}
