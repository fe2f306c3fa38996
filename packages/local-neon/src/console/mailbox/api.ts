import { createRoute, z } from '@hono/zod-openapi'
import { answers, createApiSection, jsonBody } from '../api'
import type { ConsoleContext } from '../context'

const mailSchema = z
  .object({
    id: z.string(),
    to: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.string().optional(),
    links: z.array(z.string()),
    code: z.string().optional(),
    sentAt: z.date().openapi({ type: 'string', format: 'date-time' }),
  })
  .openapi('Mail')

/**
 * A mail of the app's own, as mail services with a JSON API take it (Resend's `POST /emails`), so that
 * an app that sends mails itself needs no other code here.
 */
const outgoingSchema = z
  .object({
    from: z.string().optional(),
    to: z.union([z.string(), z.array(z.string()).min(1).max(50)]),
    subject: z.string(),
    text: z.string(),
    html: z.string().optional(),
  })
  .openapi('OutgoingMail')

/** The mailbox for programs. */
export function createMailboxApi({ auth: { mailbox } }: ConsoleContext) {
  const section = createApiSection()
  section.openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags: ['Mails'],
      summary: 'All mails, the newest first',
      request: { query: z.object({ to: z.string().optional() }) },
      responses: answers(z.array(mailSchema)),
    }),
    (c) => {
      const { to } = c.req.valid('query')
      return c.json(
        mailbox.list().filter((mail) => to === undefined || mail.to === to),
        200,
      )
    },
  )
  section.openapi(
    createRoute({
      method: 'post',
      path: '/',
      tags: ['Mails'],
      summary: 'Puts a mail that an app sends itself into the mailbox',
      request: { body: jsonBody(outgoingSchema) },
      responses: answers(z.object({ id: z.string() }), 400, 401),
    }),
    (c) => {
      const { to, subject, text, html } = c.req.valid('json')
      const [first, ...others] = typeof to === 'string' ? [to] : to
      const send = (address = '') =>
        mailbox.send({ to: address, subject, text, ...(html !== undefined && { html }) })
      const { id } = send(first)
      for (const address of others) send(address)
      return c.json({ id }, 200)
    },
  )
  return section
}
