import { Hono } from 'hono'
import { z } from 'zod'
import { webhookEventTypes } from '../../webhooks/events'
import { NoWebhookUrl } from '../../webhooks/webhooks'
import type { ConsoleContext, ConsoleEnv } from '../context'
import { fieldErrors } from '../forms'
import { layout } from '../ui/layout'
import { webhooksView, type WebhookForm } from './view'

const done: Partial<Record<string, string>> = {
  saved: 'Settings saved.',
  sent: 'Sent. The result is below.',
}

/** Where Neon Auth's events go, and their results. */
export function createWebhooks(context: ConsoleContext): Hono<ConsoleEnv> {
  const { webhooks } = context.auth
  const app = new Hono<ConsoleEnv>()
  const page = (form: WebhookForm, errors: Partial<Record<string, string>> = {}, said?: string) =>
    layout(context, {
      title: 'Webhooks',
      current: '/webhooks',
      body: webhooksView(context, form, errors, webhooks.deliveries()),
      done: said,
    })

  app.get('/', async (c) => {
    const settings = await webhooks.settings.get()
    const form = { ...settings, url: settings.url ?? '', timeoutSeconds: settings.timeoutSeconds }
    return c.html(page(form, {}, done[c.req.query('done') ?? '']))
  })

  app.post('/', async (c) => {
    const fields = c.var.form
    const chosen = fields.getAll('events')
    const form: WebhookForm = {
      enabled: fields.get('enabled') === 'on',
      url: (fields.get('url') ?? '').trim(),
      events: webhookEventTypes.filter((type) => chosen.includes(type)),
      timeoutSeconds: Number(fields.get('timeoutSeconds')),
    }
    try {
      await webhooks.settings.set({ ...form, url: form.url === '' ? null : form.url })
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error
      return c.html(page(form, fieldErrors(error)), 422)
    }
    return c.redirect('/webhooks?done=saved', 303)
  })

  /** Waits for a delivery; its result is in the list. */
  const sent = async (delivery: Promise<unknown>): Promise<string | null> => {
    try {
      await delivery
      return null
    } catch (error) {
      if (error instanceof NoWebhookUrl) return error.message
      throw error
    }
  }
  const refuse = async (problem: string) => {
    const settings = await webhooks.settings.get()
    return page({ ...settings, url: settings.url ?? '' }, { url: problem })
  }
  app.post('/test', async (c) => {
    const type = z.enum(webhookEventTypes).safeParse(c.var.form.get('type'))
    if (!type.success) return c.notFound()
    const problem = await sent(webhooks.sendTest(type.data))
    if (problem !== null) return c.html(await refuse(problem), 422)
    return c.redirect('/webhooks?done=sent', 303)
  })
  app.post('/:id/resend', async (c) => {
    const id = c.req.param('id')
    if (!webhooks.deliveries().some((delivery) => delivery.id === id)) return c.notFound()
    const problem = await sent(webhooks.resend(id))
    if (problem !== null) return c.html(await refuse(problem), 422)
    return c.redirect('/webhooks?done=sent', 303)
  })
  return app
}
