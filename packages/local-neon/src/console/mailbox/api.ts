import { createRoute, z } from '@hono/zod-openapi'
import { answers, createApiSection } from '../api'
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

/** The mailbox for programs. */
export function createMailboxApi({ auth: { mailbox } }: ConsoleContext) {
  return createApiSection().openapi(
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
}
