import { createRoute, z } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import { mailSchema } from '../../mailbox/mailbox'
import { answers, createApiSection, dateTime, done, doneSchema, jsonBody } from '../api'
import type { ConsoleContext } from '../context'

const mail = z
  .object({
    ...mailSchema.shape,
    html: z.string().optional(),
    code: z.string().optional().describe('The one-time code in the email'),
    sentAt: dateTime,
  })
  .openapi('Mail')

/**
 * An app's own email, as mail services with a JSON API take it (Resend's `POST /emails`), so apps that
 * send emails need no other code here.
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

const tags = ['Mails']
const to = z.object({ to: z.string().optional().describe('Only those to this email') })
const id = z.object({ id: z.string() })

/** The mailbox for programs. */
export function createMailboxApi({ auth: { mailbox } }: ConsoleContext) {
  const app = createApiSection()
  const missing = () => new HTTPException(404, { message: 'There’s no such email.' })

  app.openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags,
      summary: 'Emails, the newest first',
      request: { query: to },
      responses: answers(z.array(mail)),
    }),
    (c) => {
      const { to } = c.req.valid('query')
      return c.json(
        mailbox.list().filter((mail) => to === undefined || mail.to === to),
        200,
      )
    },
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/',
      tags,
      summary: 'Deletes all emails, or all to one address',
      request: { query: to },
      responses: answers(doneSchema, 401),
    }),
    (c) => done(c, mailbox.clear(c.req.valid('query').to)),
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/{id}',
      tags,
      summary: 'One email',
      request: { params: id },
      responses: answers(mail, 404),
    }),
    (c) => {
      const mail = mailbox.get(c.req.valid('param').id)
      if (!mail) throw missing()
      return c.json(mail, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/{id}',
      tags,
      summary: 'Deletes an email',
      request: { params: id },
      responses: answers(doneSchema, 401, 404),
    }),
    (c) => {
      if (!mailbox.delete(c.req.valid('param').id)) throw missing()
      return c.json({ done: true }, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/',
      tags,
      summary: 'Puts an email that an app sends itself into the mailbox',
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
  return app
}
