import { Hono } from 'hono'
import type { ConsoleContext, ConsoleEnv } from '../context'
import type { Html } from '../ui/html'
import { layout } from '../ui/layout'
import { parseSettings } from './form'
import { settingsView } from './view'

/** The settings of Neon Auth. */
export function createSettings(context: ConsoleContext): Hono<ConsoleEnv> {
  const { settings } = context.auth
  const app = new Hono<ConsoleEnv>()
  const page = (body: Html, done?: string) =>
    layout(context, { title: 'Settings', current: '/settings', body, done })
  app.get('/', async (c) => {
    const done = c.req.query('done') === 'saved' ? 'The settings are saved.' : undefined
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
  return app
}
