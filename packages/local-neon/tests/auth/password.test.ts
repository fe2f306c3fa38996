import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cookieOf, sessionCookieName, startAuth, startDatabase, type AuthFixture } from './fixture'

let neon: AuthFixture
beforeAll(async () => {
  neon = await startAuth()
})
afterAll(() => neon.stop())

const password = 'correct horse'
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

describe('through the unmodified SDK', () => {
  it('signs up, reads the session, signs out and signs in again', async () => {
    const sdk = neon.sdk()
    const signedUp = await sdk.signUp.email({ name: 'Ada', email: 'ada@example.com', password })
    expect(signedUp.error).toBeNull()
    expect(signedUp.data?.user).toMatchObject({ name: 'Ada', email: 'ada@example.com' })
    expect(signedUp.data?.user.id).toMatch(uuid)

    const session = await sdk.getSession({ query: { disableCookieCache: 'true' } })
    expect(session.data?.user).toMatchObject({ name: 'Ada', emailVerified: false })
    expect(session.data?.session).toMatchObject({ userId: signedUp.data?.user.id })

    await sdk.signOut()
    expect([...sdk.jar.keys()]).toEqual([])
    const after = await sdk.getSession({ query: { disableCookieCache: 'true' } })
    expect(after).toMatchObject({ data: null, error: null })

    const signedIn = await sdk.signIn.email({ email: 'ada@example.com', password })
    expect(signedIn.data?.user.name).toBe('Ada')
    expect(sdk.jar.has(sessionCookieName)).toBe(true)
  })

  it('mints its own session_data cookie from the session token', async () => {
    const sdk = neon.sdk()
    await sdk.signUp.email({ name: 'Bo', email: 'bo@example.com', password })
    expect([...sdk.jar.keys()].sort()).toEqual([
      '__Secure-neon-auth.local.session_data',
      sessionCookieName,
    ])
    const cached = await sdk.getSession()
    expect(cached.data?.user.name).toBe('Bo')
  })

  it('gives the SDK the errors that it maps', async () => {
    const sdk = neon.sdk()
    const wrong = await sdk.signIn.email({ email: 'nobody@example.com', password })
    expect(wrong).toMatchObject({ data: null, error: { status: 401 } })
    const foreign = neon.sdk('https://evil.example')
    const refused = await foreign.signIn.email({ email: 'ada@example.com', password })
    expect(refused).toMatchObject({ data: null, error: { status: 403 } })
  })

  it('changes the name, and the password with an end to the other sessions', async () => {
    const [here, there] = [neon.sdk(), neon.sdk()]
    const email = 'cy@example.com'
    await here.signUp.email({ name: 'Cy', email, password })
    await there.signIn.email({ email, password })

    await here.updateUser({ name: 'Cyan', image: 'https://example.com/c.png' })
    const fresh = { query: { disableCookieCache: 'true' } } as const
    expect((await here.getSession(fresh)).data?.user).toMatchObject({
      name: 'Cyan',
      image: 'https://example.com/c.png',
    })

    const changed = await here.changePassword({
      currentPassword: password,
      newPassword: 'battery staple',
      revokeOtherSessions: true,
    })
    expect(changed.error).toBeNull()
    expect((await here.getSession(fresh)).data?.user.name).toBe('Cyan')
    expect((await there.getSession(fresh)).data).toBeNull()
    expect((await there.signIn.email({ email, password })).error?.status).toBe(401)
    expect((await there.signIn.email({ email, password: 'battery staple' })).error).toBeNull()
  })

  it('lists sessions, revokes one and revokes all', async () => {
    const [one, two, three] = [neon.sdk(), neon.sdk(), neon.sdk()]
    const email = 'di@example.com'
    await one.signUp.email({ name: 'Di', email, password })
    await two.signIn.email({ email, password })
    await three.signIn.email({ email, password })
    const fresh = { query: { disableCookieCache: 'true' } } as const

    const listed = await one.listSessions()
    expect(listed.data).toHaveLength(3)
    const token = (await two.getSession(fresh)).data?.session.token ?? ''
    expect((await one.revokeSession({ token })).error).toBeNull()
    expect((await two.getSession(fresh)).data).toBeNull()
    expect((await three.getSession(fresh)).data?.user.name).toBe('Di')

    expect((await one.revokeSessions()).error).toBeNull()
    expect((await one.getSession(fresh)).data).toBeNull()
    expect((await three.getSession(fresh)).data).toBeNull()
  })

  it('deletes an account with its sessions, with the password only', async () => {
    const sdk = neon.sdk()
    await sdk.signUp.email({ name: 'Ed', email: 'ed@example.com', password })
    // Neon Auth says 400 INVALID_PASSWORD, which the SDK turns into its own 401.
    expect((await sdk.deleteUser({ password: 'wrong password' })).error?.status).toBe(401)
    expect((await sdk.deleteUser({ password })).error).toBeNull()

    const { rows } = await neon.pool.query(
      `SELECT 1 FROM neon_auth."user" WHERE email = 'ed@example.com'`,
    )
    expect(rows).toEqual([])
    const again = await sdk.signIn.email({ email: 'ed@example.com', password })
    expect(again.error?.status).toBe(401)
  })
})

describe('cookies', () => {
  it('sets the session token with the attributes of Neon, and nothing else', async () => {
    const answer = await neon.post('/sign-up/email', {
      name: 'Fay',
      email: 'fay@example.com',
      password,
    })
    expect(answer.cookies).toHaveLength(1)
    const [pair = '', ...attributes] = (answer.cookies[0] ?? '').split('; ')
    expect(attributes.sort()).toEqual(
      ['Max-Age=604800', 'Path=/', 'HttpOnly', 'Secure', 'SameSite=None', 'Partitioned'].sort(),
    )
    const [name, value = ''] = pair.split('=')
    expect(name).toBe(sessionCookieName)
    // <token>.<HMAC>, URL-encoded
    expect(decodeURIComponent(value)).toMatch(/^\w{32}\.[\w+/]{43}=$/)
    expect(value).toBe(encodeURIComponent(decodeURIComponent(value)))
  })

  it('expires its cookies on sign-out', async () => {
    const { cookie } = await neon.signUp('gil@example.com')
    const answer = await neon.post('/sign-out', {}, { cookie })
    expect(answer.status).toBe(200)
    expect(answer.cookies.length).toBeGreaterThan(0)
    expect(answer.cookies.every((one) => one.includes('Max-Age=0'))).toBe(true)
  })

  it('refuses a token with a wrong signature', async () => {
    const { cookie } = await neon.signUp('hal@example.com')
    const forged = cookie.replace(/\.[^.]*$/, `.${encodeURIComponent('A'.repeat(43) + '=')}`)
    expect((await neon.get('/get-session', { cookie: forged })).json).toBeNull()
  })

  it('refreshes the session once a day, with a Set-Cookie on get-session', async () => {
    const { cookie, userId } = await neon.signUp('ivy@example.com')
    const quiet = await neon.get('/get-session', { cookie, origin: null })
    expect(quiet.status).toBe(200)
    expect(quiet.cookies).toEqual([])

    await neon.pool.query(
      `UPDATE neon_auth.session SET "expiresAt" = now() + interval '6 days' - interval '1 minute',
         "updatedAt" = now() - interval '1 day' WHERE "userId" = $1`,
      [userId],
    )
    const refreshed = await neon.get('/get-session', { cookie })
    // The same token with a new term.
    expect(cookieOf(refreshed)).toBe(cookie)
    expect(refreshed.cookies.join()).toContain('Max-Age=604800')
    const { rows } = await neon.pool.query(
      `SELECT "expiresAt" > now() + interval '6 days 23 hours' AS renewed
         FROM neon_auth.session WHERE "userId" = $1`,
      [userId],
    )
    expect(rows).toEqual([{ renewed: true }])
  })

  it('ends a session after seven days', async () => {
    const { cookie, userId } = await neon.signUp('jo@example.com')
    await neon.pool.query(
      `UPDATE neon_auth.session SET "expiresAt" = now() - interval '1 second' WHERE "userId" = $1`,
      [userId],
    )
    const answer = await neon.get('/get-session', { cookie })
    expect(answer).toMatchObject({ status: 200, json: null })
    expect(answer.cookies.every((one) => one.includes('Max-Age=0'))).toBe(true)
  })
})

describe('refusals', () => {
  const signUp = (fields: Record<string, unknown>) =>
    neon.post('/sign-up/email', { name: 'K', email: 'new@example.com', password, ...fields })

  beforeAll(() => neon.signUp('taken@example.com'))

  it.each([
    [
      'a taken address',
      { email: 'Taken@Example.com' },
      422,
      'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL',
    ],
    ['a short password', { password: '1234567' }, 400, 'PASSWORD_TOO_SHORT'],
    ['a long password', { password: 'x'.repeat(129) }, 400, 'PASSWORD_TOO_LONG'],
    ['a role', { role: 'admin' }, 400, 'FIELD_NOT_ALLOWED'],
    ['a verified address', { emailVerified: true }, 400, 'FIELD_NOT_ALLOWED'],
    ['no e-mail address', { email: 'nobody' }, 400, 'VALIDATION_ERROR'],
  ])('refuses %s at sign-up', async (_case, fields, status, code) => {
    const answer = await signUp(fields)
    expect(answer).toMatchObject({ status, json: { code, message: expect.any(String) } })
    expect(answer.cookies).toEqual([])
  })

  it('accepts passwords of 8 and of 128 characters', async () => {
    const short = await signUp({ email: 'short@example.com', password: '12345678' })
    const long = await signUp({ email: 'long@example.com', password: 'x'.repeat(128) })
    expect([short.status, long.status]).toEqual([200, 200])
  })

  it.each(['taken@example.com', 'unknown@example.com'])(
    'answers a wrong password for %s alike',
    async (email) => {
      const answer = await neon.post('/sign-in/email', { email, password: 'wrong password' })
      expect(answer).toMatchObject({
        status: 401,
        json: { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid email or password' },
      })
    },
  )

  it('refuses role and emailVerified in update-user', async () => {
    const { cookie } = await neon.signUp('lee@example.com')
    for (const field of [{ role: 'admin' }, { emailVerified: true }]) {
      const answer = await neon.post('/update-user', field, { cookie })
      expect(answer).toMatchObject({ status: 400, json: { code: 'FIELD_NOT_ALLOWED' } })
    }
  })

  it('refuses a password change with a wrong current password', async () => {
    const { cookie } = await neon.signUp('mo@example.com')
    const body = { currentPassword: 'wrong password', newPassword: 'battery staple' }
    const answer = await neon.post('/change-password', body, { cookie })
    expect(answer).toMatchObject({ status: 400, json: { code: 'INVALID_PASSWORD' } })
  })

  it('asks for a session where one is needed', async () => {
    for (const path of ['/change-password', '/revoke-sessions', '/delete-user', '/update-user']) {
      const body = { currentPassword: password, newPassword: password, name: 'N' }
      expect((await neon.post(path, body)).status).toBe(401)
    }
    expect((await neon.get('/list-sessions')).status).toBe(401)
  })

  it('asks for a fresh session to delete an account without the password', async () => {
    const { cookie, userId } = await neon.signUp('nat@example.com')
    await neon.pool.query(
      `UPDATE neon_auth.session SET "createdAt" = now() - interval '25 hours' WHERE "userId" = $1`,
      [userId],
    )
    const stale = await neon.post('/delete-user', {}, { cookie })
    expect(stale).toMatchObject({ status: 400, json: { code: 'SESSION_EXPIRED' } })
    const again = await neon.post('/sign-in/email', { email: 'nat@example.com', password })
    const fresh = await neon.post('/delete-user', {}, { cookie: cookieOf(again) })
    expect(fresh.status).toBe(200)
  })

  it('survives bodies that are no JSON, or far too large', async () => {
    const send = (body: string, contentType: string) =>
      fetch(`${neon.baseUrl}/sign-in/email`, {
        method: 'POST',
        headers: { origin: 'http://localhost:3000', 'content-type': contentType },
        body,
      })
    expect((await send('{"email":', 'application/json')).status).toBe(400)
    expect((await send('[]', 'application/json')).status).toBe(400)
    expect((await send('null', 'application/json')).status).toBe(400)
    expect((await send('email=a', 'text/plain')).status).toBe(415)
    const large = await neon.post('/sign-in/email', { email: 'x'.repeat(2_000_000), password })
    expect(large.status).toBe(413)
    expect((await neon.get('/get-session')).status).toBe(200)
  })

  it('survives clients that go away in the middle of a request', async () => {
    const { hostname, port, pathname } = new URL(neon.baseUrl)
    await new Promise<void>((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port) }, () => {
        socket.end(
          `POST ${pathname}/sign-in/email HTTP/1.1\r\nHost: ${hostname}\r\n` +
            'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"email":',
        )
      })
      socket.resume().on('close', resolve).on('error', reject)
    })
    expect((await neon.get('/get-session')).status).toBe(200)
  })
})

describe('without its database', () => {
  it('answers 500 and says why in the log', async () => {
    const database = await startDatabase()
    const logged: unknown[] = []
    const log = (_message: string, error: unknown) => logged.push(error)
    const failing = await startAuth({ log }, database.pool)
    const { cookie } = await failing.signUp('ada@example.com')
    await database.stop()

    const answer = await failing.get('/get-session', { cookie })
    await failing.stop()
    expect(answer).toMatchObject({ status: 500, json: { message: 'Internal Server Error' } })
    expect(logged).toEqual([expect.any(Error)])
  })
})
