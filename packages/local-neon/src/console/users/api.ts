import { createRoute, z } from '@hono/zod-openapi'
import { UserProblem } from '../../auth/users'
import { answers, createApiSection, dateTime, done, doneSchema, jsonBody } from '../api'
import type { ConsoleContext } from '../context'
import { findUser, listUsers, pageSchema, userSchema } from './list'

const newUserSchema = z.strictObject({
  name: z.string().min(1),
  email: z.email(),
  password: z.string().optional(),
  role: z.string().min(1).optional(),
  emailVerified: z.boolean().optional(),
})
const changesSchema = z.strictObject({
  role: z.string().min(1).optional(),
  emailVerified: z.boolean().optional(),
  ban: z
    .strictObject({ reason: z.string().optional(), until: z.coerce.date().optional() })
    .nullable()
    .optional()
    .describe('Bans and ends all sessions; null lifts the ban'),
})
const signInSchema = z
  .object({
    expiresAt: dateTime,
    cookie: z.object({ name: z.string(), value: z.string() }),
  })
  .openapi('SignIn')

const tags = ['Users']
const id = z.object({ id: z.string() })

/** The users for programs. */
export function createUsersApi({ pool, auth: { users } }: ConsoleContext) {
  const app = createApiSection()
  const find = async (wanted: string) => {
    const user = await findUser(pool, wanted)
    if (!user) throw new UserProblem('missing', 'There’s no such user.')
    return user
  }

  app.openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags,
      summary: 'Users, the newest first, 50 a page',
      request: {
        query: z.object({
          q: z.string().optional().describe('Part of a name or email, or an id'),
          after: z.string().optional().describe('`next` of the page before'),
        }),
      },
      responses: answers(pageSchema),
    }),
    async (c) => c.json(await listUsers(pool, c.req.valid('query')), 200),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/',
      tags,
      summary: 'Makes a user, whatever the settings say about sign-up; no email is sent',
      request: { body: jsonBody(newUserSchema) },
      responses: answers(userSchema, 400, 401, 409),
    }),
    async (c) => {
      const created = await users.create(c.req.valid('json'))
      return c.json(await find(created.id), 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/{id}',
      tags,
      summary: 'One user',
      request: { params: id },
      responses: answers(userSchema, 404),
    }),
    async (c) => c.json(await find(c.req.valid('param').id), 200),
  )
  app.openapi(
    createRoute({
      method: 'patch',
      path: '/{id}',
      tags,
      summary: 'Changes role, verification or ban',
      request: { params: id, body: jsonBody(changesSchema) },
      responses: answers(userSchema, 400, 401, 404),
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const { role, emailVerified, ban } = c.req.valid('json')
      if (role !== undefined) await users.setRole(id, role)
      if (emailVerified !== undefined) await users.setEmailVerified(id, emailVerified)
      if (ban) await users.ban(id, ban)
      if (ban === null) await users.unban(id)
      return c.json(await find(id), 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/{id}',
      tags,
      summary: 'Deletes a user with sessions and accounts',
      request: { params: id },
      responses: answers(doneSchema, 401, 404),
    }),
    (c) => done(c, users.delete(c.req.valid('param').id)),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/{id}/sessions',
      tags,
      summary: 'Signs in as a user: makes a session, and gives the cookie for it',
      request: { params: id },
      responses: answers(signInSchema, 401, 404, 409),
    }),
    async (c) => c.json(await users.signIn(c.req.valid('param').id), 200),
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/{id}/sessions',
      tags,
      summary: 'Ends all sessions of a user',
      request: { params: id },
      responses: answers(doneSchema, 401, 404),
    }),
    (c) => done(c, users.endSessions(c.req.valid('param').id)),
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/{id}/sessions/{session}',
      tags,
      summary: 'Ends one session',
      request: { params: id.extend({ session: z.string() }) },
      responses: answers(doneSchema, 401, 404),
    }),
    (c) => {
      const { id, session } = c.req.valid('param')
      return done(c, users.endSession(id, session))
    },
  )
  return app
}
