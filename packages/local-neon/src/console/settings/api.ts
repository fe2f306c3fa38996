import { createRoute } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import { authSettingsSchema } from '../../auth/settings/settings'
import { answers, createApiSection, done, doneSchema, jsonBody } from '../api'
import type { ConsoleContext } from '../context'

const tags = ['Settings']

/** The settings of Neon Auth for programs. */
export function createSettingsApi({ auth: { settings } }: ConsoleContext) {
  const app = createApiSection()
  app.openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags,
      summary: 'The settings of Neon Auth',
      responses: answers(authSettingsSchema),
    }),
    async (c) => c.json(await settings.get(), 200),
  )
  app.openapi(
    createRoute({
      method: 'patch',
      path: '/',
      tags,
      summary: 'Changes settings, from the next request to Neon Auth on; gives all of them',
      request: { body: jsonBody(authSettingsSchema.partial()) },
      responses: answers(authSettingsSchema, 400, 401),
    }),
    async (c) => c.json(await settings.set(c.req.valid('json')), 200),
  )
  return app
}

/** Reset and reseed for programs. */
export function createReseedApi({ reseed }: ConsoleContext) {
  const app = createApiSection()
  app.openapi(
    createRoute({
      method: 'post',
      path: '/',
      tags: ['Data'],
      summary: 'Resets the database, if local Neon was told how',
      responses: answers(doneSchema, 401, 409),
    }),
    (c) => {
      if (!reseed)
        throw new HTTPException(409, { message: 'Local Neon wasn’t told how to reseed.' })
      return done(c, reseed())
    },
  )
  return app
}
