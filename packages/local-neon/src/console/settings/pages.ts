import { Hono } from 'hono'
import type { ConsoleContext, ConsoleEnv } from '../context'
import type { Html } from '../ui/html'
import { layout } from '../ui/layout'
import { parseSettings } from './form'
import { settingsView } from './view'

/** What the page says after a form. */
const DONE: Partial<Record<string, string>> = {
  saved: 'Settings saved.',
  reseeded: 'Database reset.',
}

/** Neon Auth's settings, and what concerns all data. */
export function createSettings(context: ConsoleContext): Hono<ConsoleEnv> {
  const { settings } = context.auth
  const app = new Hono<ConsoleEnv>()
  const page = (body: Html, done?: string) =>
    layout(context, { title: 'Settings', current: '/settings', body, done })
  app.get('/', async (c) => {
    const done = DONE[c.req.query('done') ?? '']
    return c.html(page(settingsView(context, await settings.get()), done))
  })
  app.post('/', async (c) => {
    const submitted = parseSettings(c.var.form)
    if ('settings' in submitted) {
      await settings.set(submitted.settings)
      return c.redirect('/settings?done=saved', 303)
    }
    return c.html(page(settingsView(context, submitted.values, submitted.errors)), 422)
  })
  app.post('/reseed', async (c) => {
    if (!context.reseed) return c.notFound()
    await context.reseed()
    return c.redirect('/settings?done=reseeded', 303)
  })
  return app
}
