import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { cookieOf, startAuth, type AuthFixture } from './fixture'

let neon: AuthFixture
let cookie: string
let userId: string
beforeAll(async () => {
  neon = await startAuth()
  ;({ cookie, userId } = await neon.signUp('ada@example.com'))
})
afterAll(() => neon.stop())

const tokenBody = z.object({ token: z.string() })

/** What another service does with a token: checks its key from the key set, issuer and audience. */
async function verify(token: string) {
  const { origin } = new URL(neon.baseUrl)
  const keys = createRemoteJWKSet(new URL(`${neon.baseUrl}/.well-known/jwks.json`))
  return jwtVerify(token, keys, { issuer: origin, audience: origin, algorithms: ['EdDSA'] })
}

describe('tokens', () => {
  it('tell another service who is there, for fifteen minutes', async () => {
    const { token } = tokenBody.parse((await neon.get('/token', { cookie })).json)
    const { payload } = await verify(token)
    expect(payload).toMatchObject({
      sub: userId,
      id: userId,
      email: 'ada@example.com',
      name: 'Someone',
      emailVerified: false,
      role: 'authenticated',
    })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(15 * 60)
    expect(payload).not.toHaveProperty('o')
  })

  it('come with get-session in a header', async () => {
    const answer = await neon.get('/get-session', { cookie })
    const token = answer.headers.get('set-auth-jwt') ?? ''
    expect((await verify(token)).payload.sub).toBe(userId)
    expect((await neon.get('/get-session')).headers.get('set-auth-jwt')).toBeNull()
  })

  it('come through the SDK', async () => {
    const sdk = neon.sdk()
    await sdk.signIn.email({ email: 'ada@example.com', password: 'correct horse' })
    const { data } = await sdk.token()
    expect((await verify(data?.token ?? '')).payload.sub).toBe(userId)
  })

  it('are refused without a session', async () => {
    expect((await neon.get('/token')).status).toBe(401)
  })

  it('have a public key set, and private keys that are encrypted', async () => {
    const { json } = await neon.get('/.well-known/jwks.json', { origin: null })
    expect(json).toEqual({
      keys: [
        {
          alg: 'EdDSA',
          crv: 'Ed25519',
          kty: 'OKP',
          x: expect.any(String),
          kid: expect.any(String),
        },
      ],
    })
    const { rows } = await neon.pool.query('SELECT "privateKey" FROM neon_auth.jwks')
    expect(JSON.stringify(rows)).not.toContain('\\"d\\"')
  })

  it('can be had by someone anonymous', async () => {
    const answer = await neon.get('/token/anonymous', { origin: null })
    const body = z.object({ token: z.string(), expires_at: z.number() }).parse(answer.json)
    const { payload } = await verify(body.token)
    expect(payload).toMatchObject({ role: 'anonymous', exp: body.expires_at })
    expect(payload).not.toHaveProperty('email')
    const sdk = neon.sdk()
    expect((await sdk.getAnonymousToken()).error).toBeNull()
  })

  it('are signed with one key however many ask at once', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 5 }, async () => (await neon.get('/token', { cookie })).json),
    )
    const kids = tokens.map((json) => decodeProtectedHeader(tokenBody.parse(json).token).kid)
    expect(new Set(kids).size).toBe(1)
  })
})

describe('organizations', () => {
  it('are made, joined and left, and the active one is in the token', async () => {
    const owner = neon.sdk()
    await owner.signUp.email({ name: 'Bo', email: 'bo@example.com', password: 'correct horse' })
    const created = await owner.organization.create({ name: 'Acme', slug: 'acme' })
    expect(created.data).toMatchObject({ name: 'Acme', slug: 'acme' })
    const organizationId = created.data?.id ?? ''
    await owner.organization.setActive({ organizationId })
    const token = (await owner.token()).data?.token ?? ''
    expect((await verify(token)).payload.o).toEqual({
      id: organizationId,
      slug: 'acme',
      role: 'owner',
    })

    const guest = neon.sdk()
    await guest.signUp.email({ name: 'Cy', email: 'cy@example.com', password: 'correct horse' })
    const invited = await owner.organization.inviteMember({
      email: 'cy@example.com',
      role: 'member',
      organizationId,
    })
    expect(invited.error).toBeNull()
    const accepted = await guest.organization.acceptInvitation({
      invitationId: invited.data?.id ?? '',
    })
    expect(accepted.error).toBeNull()
    expect((await guest.organization.list()).data).toMatchObject([{ slug: 'acme' }])
    const { rows } = await neon.pool.query('SELECT role FROM neon_auth.member ORDER BY role')
    expect(rows).toEqual([{ role: 'member' }, { role: 'owner' }])

    expect((await guest.organization.delete({ organizationId })).error).not.toBeNull()
    expect((await guest.organization.leave({ organizationId })).error).toBeNull()
    expect((await guest.organization.list()).data).toEqual([])
  })

  it('mail their invitations when that is switched on and addresses are verified', async () => {
    const owner = neon.sdk()
    await owner.signUp.email({ name: 'Di', email: 'di@example.com', password: 'correct horse' })
    const created = await owner.organization.create({ name: 'Bolt', slug: 'bolt' })
    const invite = (email: string) =>
      owner.organization.inviteMember({
        email,
        role: 'member',
        organizationId: created.data?.id ?? '',
      })

    await neon.auth.settings.set({ sendInvitationEmail: true })
    await invite('unheard@example.com')
    await neon.auth.settings.set({ requireEmailVerification: true })
    const invited = await invite('new@example.com')
    await neon.auth.settings.set({ requireEmailVerification: false })

    expect(neon.auth.mailbox.list()).toMatchObject([
      {
        to: 'new@example.com',
        subject: 'Invitation to Bolt',
        links: [`http://localhost:3000/auth/accept-invitation?invitationId=${invited.data?.id}`],
      },
    ])
  })

  it('are 404 when switched off', async () => {
    await neon.auth.settings.set({ organizations: false })
    expect((await neon.get('/organization/list', { cookie })).status).toBe(404)
    expect((await neon.get('/token', { cookie })).status).toBe(200)
    await neon.auth.settings.set({ organizations: true })
  })
})

describe('admin', () => {
  let admin: string
  beforeAll(async () => {
    await neon.signUp('root@example.com')
    await neon.pool.query(
      `UPDATE neon_auth."user" SET role = 'admin' WHERE email = 'root@example.com'`,
    )
    const body = { email: 'root@example.com', password: 'correct horse' }
    admin = cookieOf(await neon.post('/sign-in/email', body))
  })

  it('is for admins alone', async () => {
    expect((await neon.get('/admin/list-users?limit=10', { cookie })).status).toBe(403)
    expect((await neon.get('/admin/list-users?limit=10')).status).toBe(401)
    const promote = await neon.post('/admin/set-role', { userId, role: 'admin' }, { cookie })
    expect(promote.status).toBe(403)
  })

  it('lists users and makes them', async () => {
    const body = { name: 'Ed', email: 'ed@example.com', password: 'correct horse', role: 'user' }
    expect((await neon.post('/admin/create-user', body, { cookie: admin })).status).toBe(200)
    const listed = await neon.get('/admin/list-users?limit=100', { cookie: admin })
    const { users } = z
      .object({ users: z.array(z.object({ email: z.string() })) })
      .parse(listed.json)
    expect(users).toContainEqual(expect.objectContaining({ email: 'ed@example.com' }))
  })

  it('bans, which ends the sessions and refuses the next', async () => {
    const { cookie: theirs, userId: id } = await neon.signUp('fay@example.com')
    const ban = { userId: id, banReason: 'spam' }
    expect((await neon.post('/admin/ban-user', ban, { cookie: admin })).status).toBe(200)
    expect((await neon.get('/get-session', { cookie: theirs })).json).toBeNull()
    const body = { email: 'fay@example.com', password: 'correct horse' }
    expect(await neon.post('/sign-in/email', body)).toMatchObject({
      status: 403,
      json: { code: 'BANNED_USER' },
    })
    expect((await neon.post('/admin/unban-user', { userId: id }, { cookie: admin })).status).toBe(
      200,
    )
    expect((await neon.post('/sign-in/email', body)).status).toBe(200)
  })

  it('impersonates and removes', async () => {
    const { userId: id } = await neon.signUp('gil@example.com')
    const as = await neon.post('/admin/impersonate-user', { userId: id }, { cookie: admin })
    const session = await neon.get('/get-session', { cookie: cookieOf(as) })
    expect(session.json).toMatchObject({ user: { email: 'gil@example.com' } })
    expect((await neon.post('/admin/remove-user', { userId: id }, { cookie: admin })).status).toBe(
      200,
    )
    const { rows } = await neon.pool.query('SELECT 1 FROM neon_auth."user" WHERE id = $1', [id])
    expect(rows).toEqual([])
  })
})

describe('a restart', () => {
  it('keeps sessions and keys', async () => {
    const before = await neon.get('/.well-known/jwks.json')
    const again = await startAuth({}, neon.pool)
    const answer = await again.get('/get-session', { cookie })
    const after = await again.get('/.well-known/jwks.json')
    await again.stop()
    expect(answer).toMatchObject({ status: 200, json: { user: { id: userId } } })
    expect(after.json).toEqual(before.json)
  })

  it('keeps them also when the configuration was emptied while running', async () => {
    await neon.pool.query('DELETE FROM neon_auth.project_config')
    expect((await neon.get('/get-session', { cookie })).status).toBe(200)
    const again = await startAuth({}, neon.pool)
    const answer = await again.get('/get-session', { cookie })
    await again.stop()
    expect(answer).toMatchObject({ status: 200, json: { user: { id: userId } } })
  })

  it('makes new keys when the configuration is lost', async () => {
    await neon.pool.query('DELETE FROM neon_auth.project_config')
    const again = await startAuth({}, neon.pool)
    const { cookie: fresh } = await again.signUp('later@example.com')
    const answer = await again.get('/get-session', { cookie: fresh })
    await again.stop()
    expect(answer).toMatchObject({ status: 200, json: { user: { email: 'later@example.com' } } })
    expect(answer.headers.get('set-auth-jwt')).not.toBeNull()
  })
})
