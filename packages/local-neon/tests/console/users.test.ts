import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startLocalNeon, type LocalNeon } from '../../src/index'
import { consoleOf } from './support'

let neon: LocalNeon
let ask: ReturnType<typeof consoleOf>
beforeAll(async () => {
  neon = await startLocalNeon({ data: 'memory', rateLimit: false })
  ask = consoleOf(neon)
})
afterAll(() => neon.stop())

const userSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  sessions: z.array(z.looseObject({ id: z.string() })),
})
const pageSchema = z.object({
  total: z.number(),
  users: z.array(userSchema),
  next: z.string().nullable(),
})
const signInSchema = z.object({ cookie: z.object({ name: z.string(), value: z.string() }) })

async function makeUser(fields: Record<string, unknown> = {}) {
  const { status, json } = await ask.api('POST', '/users', {
    name: 'Ada Lovelace',
    email: `${crypto.randomUUID()}@example.com`,
    ...fields,
  })
  expect(status).toBe(200)
  return z.looseObject({ id: z.string(), email: z.string() }).parse(json)
}

async function read(id: string) {
  const { json } = await ask.api('GET', `/users/${id}`)
  return z.looseObject({ sessions: z.array(z.looseObject({ id: z.string() })) }).parse(json)
}

/** Who Neon Auth says a cookie's holder is; null for nobody. */
async function whoIs({ cookie }: z.infer<typeof signInSchema>): Promise<unknown> {
  const response = await fetch(`${neon.authUrl}/get-session`, {
    headers: { Cookie: `${cookie.name}=${cookie.value}` },
  })
  const session: unknown = await response.json()
  return (
    z
      .object({ user: z.object({ id: z.string() }) })
      .nullable()
      .parse(session)?.user.id ?? null
  )
}

function signInByPassword(email: string, password: string): Promise<Response> {
  return fetch(`${neon.authUrl}/sign-in/email`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: 'http://localhost:3000' },
    body: JSON.stringify({ email, password }),
  })
}

describe('making users', () => {
  it('makes one who can sign in, whatever the settings say', async () => {
    await neon.auth.settings.set({ signUpEnabled: false })
    const password = 'correct horse battery'
    const user = await makeUser({ email: 'Grace@Example.com', password, role: 'admin' })
    await neon.auth.settings.set({ signUpEnabled: true })
    expect(user).toMatchObject({ email: 'grace@example.com', role: 'admin', emailVerified: false })
    expect((await signInByPassword('grace@example.com', password)).status).toBe(200)
    const again = await ask.api('POST', '/users', { name: 'Grace', email: 'grace@example.com' })
    expect(again).toMatchObject({ status: 409, json: { error: { code: 'conflict' } } })
  })

  it('refuses what makes no sense, and says what', async () => {
    const wrong = await ask.api('POST', '/users', { name: 'Ada', email: 'nowhere' })
    expect(wrong).toMatchObject({ status: 400, json: { error: { code: 'invalid_request' } } })
    const email = `${crypto.randomUUID()}@example.com`
    const short = await ask.api('POST', '/users', { name: 'Ada', email, password: 'short' })
    expect(short.status).toBe(400)
  })

  it('has a form that keeps what was typed, but no password', async () => {
    const response = await ask.submit('/users/new', { name: '', email: 'x', password: 'secret-1' })
    expect(response.status).toBe(422)
    const text = await response.text()
    expect(text).toContain('Type a name.')
    expect(text).toContain('Enter an email like name@example.com.')
    expect(text).toContain('value="x"')
    expect(text).not.toContain('secret-1')
    const email = `${crypto.randomUUID()}@example.com`
    const made = await ask.submit('/users/new', { name: 'Alan', email, emailVerified: 'on' })
    expect(made.status).toBe(303)
    const page = await ask.page(made.headers.get('location') ?? '')
    expect(page).toContain('User created.')
    expect(page).toContain(email)
    expect(page).not.toContain('not verified')
  })
})

describe('finding users', () => {
  it('pages through all of them, the newest first, none twice', async () => {
    const mark = crypto.randomUUID()
    for (let turn = 0; turn < 53; turn++) {
      await neon.pool.query(
        `INSERT INTO neon_auth."user" (name, email, "emailVerified", "createdAt", "updatedAt")
         VALUES ($1, $2, true, '2026-01-01', now())`,
        [`${mark} 100%_${turn}`, `${crypto.randomUUID()}@example.com`],
      )
    }
    const first = pageSchema.parse((await ask.api('GET', `/users?q=${mark}`)).json)
    expect(first).toMatchObject({ total: 53 })
    expect(first.users).toHaveLength(50)
    const second = pageSchema.parse(
      (await ask.api('GET', `/users?q=${mark}&after=${first.next ?? ''}`)).json,
    )
    expect(second).toMatchObject({ total: 53, next: null })
    expect(second.users).toHaveLength(3)
    expect(new Set([...first.users, ...second.users].map(({ id }) => id)).size).toBe(53)
    expect(await ask.page(`/users?q=${mark}`)).toContain('53 users found')
  })

  it('takes a part of a name or an address as it stands, or an id', async () => {
    const user = await makeUser({ name: 'Percy 50%_Shelley' })
    for (const q of ['50%_shell', user.email.slice(4, 30), user.id]) {
      const { users } = pageSchema.parse(
        (await ask.api('GET', `/users?q=${encodeURIComponent(q)}`)).json,
      )
      expect(users.map(({ id }) => id)).toEqual([user.id])
    }
    expect(await ask.page('/users?q=nobody-has-this')).toContain('Nobody found')
  })
})

describe('what can be done with a user', () => {
  it('changes role and verification', async () => {
    const { id } = await makeUser()
    expect(
      (await ask.submit(`/users/${id}/update`, { role: 'admin', emailVerified: 'on' })).status,
    ).toBe(303)
    expect(await read(id)).toMatchObject({ role: 'admin', emailVerified: true })
    for (const role of ['user', 'admin']) {
      expect(await ask.page(`/users/${id}`)).toContain(
        role === 'user' ? 'Remove as admin' : 'Make admin',
      )
      expect((await ask.submit(`/users/${id}/role`, { role })).status).toBe(303)
      expect(await read(id)).toMatchObject({ role, emailVerified: true })
    }
    await ask.api('PATCH', `/users/${id}`, { role: 'user', emailVerified: false })
    expect(await read(id)).toMatchObject({ role: 'user', emailVerified: false })
  })

  it('bans with a reason and an end, and ends the sessions; then lifts it', async () => {
    const password = 'correct horse battery'
    const { id, email } = await makeUser({ password })
    const signIn = signInSchema.parse((await ask.api('POST', `/users/${id}/sessions`)).json)
    expect(await whoIs(signIn)).toBe(id)
    expect((await ask.submit(`/users/${id}/ban`, { reason: 'Spam', hours: '24' })).status).toBe(303)
    expect(await whoIs(signIn)).toBeNull()
    const text = await ask.page(`/users/${id}`)
    expect(text).toContain('Spam')
    const banned = z.looseObject({ banExpires: z.coerce.date() }).parse(await read(id))
    expect(banned.banExpires.getTime() - Date.now()).toBeGreaterThan(23 * 3_600_000)
    expect((await signInByPassword(email, password)).status).toBe(403)
    expect((await ask.api('POST', `/users/${id}/sessions`)).status).toBe(409)
    await ask.submit(`/users/${id}/unban`)
    expect(await read(id)).toMatchObject({ banned: false, banReason: null })
    expect((await signInByPassword(email, password)).status).toBe(200)
  })

  it('does not call somebody banned whose ban is over', async () => {
    const { id } = await makeUser()
    await ask.api('PATCH', `/users/${id}`, { ban: { until: '2020-01-01' } })
    expect(await read(id)).toMatchObject({ banned: false })
    await ask.api('PATCH', `/users/${id}`, { ban: {} })
    expect(await read(id)).toMatchObject({ banned: true, banExpires: null })
  })

  it('ends one session, and all', async () => {
    const { id } = await makeUser()
    const [one, other, third] = await Promise.all(
      [1, 2, 3].map(async () =>
        signInSchema.parse((await ask.api('POST', `/users/${id}/sessions`)).json),
      ),
    )
    const [newest] = (await read(id)).sessions
    await ask.submit(`/users/${id}/sessions/end`, { session: newest?.id ?? '' })
    expect((await read(id)).sessions).toHaveLength(2)
    await ask.submit(`/users/${id}/sessions/end`)
    expect((await read(id)).sessions).toHaveLength(0)
    for (const signIn of [one, other, third]) {
      expect(signIn && (await whoIs(signIn))).toBeNull()
    }
    expect((await ask.api('DELETE', `/users/${id}/sessions/${newest?.id ?? ''}`)).status).toBe(404)
  })

  it('signs the browser in, at localhost alone', async () => {
    const { id } = await makeUser()
    const response = await ask.submit(`/users/${id}/sign-in`)
    expect(response.status).toBe(200)
    const cookies = response.headers.getSetCookie()
    const session = cookies.find((cookie) => cookie.includes('session_token')) ?? ''
    expect(session).toMatch(/; Path=\/;.*HttpOnly; Secure; SameSite=Lax$/)
    expect(cookies.find((cookie) => cookie.includes('session_data'))).toContain('Max-Age=0')
    const [name = '', value = ''] = session.split(';')[0]?.split('=') ?? []
    expect(await whoIs({ cookie: { name, value } })).toBe(id)
    const at = neon.consoleUrl.replace('localhost', '127.0.0.1')
    const elsewhere = await fetch(`${at}/users/${id}/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ token: neon.token }),
      headers: { Origin: at },
    })
    expect(elsewhere.status).toBe(409)
    expect(elsewhere.headers.getSetCookie()).toEqual([])
  })

  it('deletes', async () => {
    const { id } = await makeUser({ password: 'correct horse battery' })
    await ask.submit(`/users/${id}/delete`)
    expect((await ask.api('GET', `/users/${id}`)).status).toBe(404)
    const { rows } = await neon.pool.query('SELECT FROM neon_auth.account WHERE "userId" = $1', [
      id,
    ])
    expect(rows).toEqual([])
  })

  it.each(['nobody', '00000000-0000-0000-0000-000000000000', "' OR true --"])(
    'says that there is no user %s',
    async (id) => {
      const path = `/users/${encodeURIComponent(id)}`
      expect((await ask.api('GET', path)).status).toBe(404)
      expect((await ask.api('PATCH', path, { role: 'admin' })).status).toBe(404)
      expect((await ask.api('DELETE', path)).status).toBe(404)
      expect((await ask.submit(`${path}/ban`)).status).toBe(404)
    },
  )
})
