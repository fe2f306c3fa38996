import { Hono, type Context } from 'hono'
import { setCookie } from 'hono/cookie'
import { HTTPException } from 'hono/http-exception'
import { UserProblem } from '../../auth/users'
import type { ConsoleContext, ConsoleEnv } from '../context'
import { html, type Html } from '../ui/html'
import { layout } from '../ui/layout'
import { postForm } from '../ui/parts'
import { findUser, listUsers } from './list'
import { parseBan, parseNewUser } from './forms'
import { knownApps, listView, newUserView, type NewUserForm } from './views'
import { userView } from './user-view'

/** What the pages say after a form, by the word in their URL; only our own words are shown. */
const DONE: Partial<Record<string, string>> = {
  created: 'User created.',
  saved: 'Saved.',
  banned: 'Banned and signed out everywhere.',
  unbanned: 'Ban lifted.',
  ended: 'Ended.',
  deleted: 'User deleted.',
}

/** The SDK's cookie that says who is signed in; it outlives the session by minutes. */
const SESSION_DATA = '__Secure-neon-auth.local.session_data'

const NEW_USER = html`<a class="button small" href="/users/new">New user</a>`

/** Neon Auth's users and their sessions. */
export function createUsers(context: ConsoleContext): Hono<ConsoleEnv> {
  const { pool } = context
  const { users } = context.auth
  const app = new Hono<ConsoleEnv>()
  const page = (c: Context<ConsoleEnv>, title: string, body: Html, actions?: Html) =>
    layout(context, {
      title,
      current: '/users',
      body,
      actions,
      done: DONE[c.req.query('done') ?? ''],
    })
  const newUser = (typed?: NewUserForm) =>
    newUserView((content) => postForm(context, '/users/new', content), typed)

  app.get('/', async (c) => {
    const { q = '', after } = c.req.query()
    const list = await listUsers(pool, { q, after })
    return c.html(page(c, 'Users', listView(list, q, after === undefined), NEW_USER))
  })
  app.get('/new', (c) => c.html(page(c, 'New user', newUser())))
  app.post('/new', async (c) => {
    const parsed = parseNewUser(c.var.form)
    if ('errors' in parsed) return c.html(page(c, 'New user', newUser(parsed)), 422)
    try {
      const { id } = await users.create(parsed.user)
      return c.redirect(`/users/${id}?done=created`, 303)
    } catch (error) {
      if (!(error instanceof UserProblem)) throw error
      const field = error.kind === 'conflict' ? 'email' : 'password'
      const typed = { values: parsed.values, errors: { [field]: error.message } }
      return c.html(page(c, 'New user', newUser(typed)), 422)
    }
  })
  app.get('/:id', async (c) => {
    const user = await findUser(pool, c.req.param('id'))
    if (!user) return c.notFound()
    return c.html(page(c, user.name || user.email, userView(context, user)))
  })

  /** A form on a user's page: runs, then shows the page again with what was done. */
  const action = (
    name: string,
    done: string,
    run: (id: string, form: URLSearchParams) => Promise<void>,
  ) =>
    app.post(`/:id/${name}`, async (c) => {
      const id = c.req.param('id')
      await run(id, c.var.form)
      return c.redirect(
        name === 'delete' ? `/users?done=${done}` : `/users/${id}?done=${done}`,
        303,
      )
    })
  const setRole = (id: string, form: URLSearchParams) =>
    users.setRole(id, form.get('role')?.trim() || 'user')
  action('update', 'saved', async (id, form) => {
    await setRole(id, form)
    await users.setEmailVerified(id, form.get('emailVerified') === 'on')
  })
  action('role', 'saved', setRole)
  action('ban', 'banned', (id, form) => users.ban(id, parseBan(form)))
  action('unban', 'unbanned', (id) => users.unban(id))
  action('delete', 'deleted', (id) => users.delete(id))
  action('sessions/end', 'ended', (id, form) => {
    const session = form.get('session')
    return session === null ? users.endSessions(id) : users.endSession(id, session)
  })
  app.post('/:id/sign-in', async (c) => {
    // Cookies ignore ports (RFC 6265, section 8.5), but not host names.
    if (new URL(c.req.url).hostname !== 'localhost') {
      const message = 'Open the console at localhost: your app’s cookies are kept under that name.'
      throw new HTTPException(409, { message })
    }
    const id = c.req.param('id')
    const { cookie, expiresAt } = await users.signIn(id)
    const attributes = { path: '/', httpOnly: true, secure: true, sameSite: 'Lax' } as const
    setCookie(c, cookie.name, decodeURIComponent(cookie.value), {
      ...attributes,
      expires: expiresAt,
    })
    setCookie(c, SESSION_DATA, '', { ...attributes, maxAge: 0 })
    return c.html(page(c, 'Signed in', signedInView(context, id, expiresAt)))
  })
  return app
}

function signedInView(context: ConsoleContext, id: string, expiresAt: Date): Html {
  const apps = knownApps(context)
  return html`<p>
      This browser is now signed in as <a href="/users/${id}">this user</a> in every app on
      localhost, until ${expiresAt.toLocaleString('en')}. Sign out in the app, or end the session
      here.
    </p>
    ${
      apps.length === 0
        ? html`<p class="muted">Open your app, or reload it.</p>`
        : html`<div class="actions">
            ${apps.map((app) => html`<a class="button" href="${app}">Open ${app}</a>`)}
          </div>`
    }`
}
