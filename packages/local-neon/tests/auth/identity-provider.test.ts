import { createHash, randomBytes } from 'node:crypto'
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  LOCAL_CLIENTS,
  PROVIDER_IDS,
  providerEndpoints,
} from '../../src/identity-provider/providers'
import type { ProviderId } from '../../src/identity-provider/providers'
import { createIdentityProvider } from '../../src/identity-provider/server'
import { Browser } from './social-browser'
import { listen } from './social-world'

const authUrl = 'http://localhost:9999/neondb/auth'
let origin: Awaited<ReturnType<typeof listen>>
/** How many milliseconds the provider's clock is ahead. */
let ahead = 0

beforeAll(async () => {
  origin = await listen()
  const provider = await createIdentityProvider({
    url: origin.url,
    authUrl,
    now: () => Date.now() + ahead,
  })
  origin.serve((req, res) => provider.handle(req, res))
})
afterAll(() => origin.close())

const openid = ['google', 'vercel'] as const
const scopes = { google: 'openid email profile', github: 'read:user user:email', vercel: undefined }
const callback = (id: ProviderId) => `${authUrl}/callback/${id}`

function pkce() {
  const verifier = randomBytes(48).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

/** A correct authorization request's URL, with changes; undefined removes a parameter. */
function authorizeUrl(id: ProviderId, changes: Record<string, string | undefined> = {}): string {
  const params: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: LOCAL_CLIENTS[id].clientId,
    redirect_uri: callback(id),
    scope: scopes[id],
    state: 'st4te',
    ...changes,
  }
  const url = new URL(providerEndpoints(origin.url, id).authorize)
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return url.href
}

async function codeFor(
  id: ProviderId,
  changes: Record<string, string | undefined> = {},
  fields: Record<string, string> = { account: '0' },
): Promise<string> {
  const url = new URL(await new Browser().consent(authorizeUrl(id, changes), fields))
  return url.searchParams.get('code') ?? ''
}

/** A client's token request, with changes. */
function redeem(id: ProviderId, fields: Record<string, string | undefined>) {
  const client = LOCAL_CLIENTS[id]
  const all: Record<string, string | undefined> = {
    grant_type: 'authorization_code',
    client_id: client.clientId,
    client_secret: client.clientSecret,
    redirect_uri: callback(id),
    ...fields,
  }
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(all)) if (value !== undefined) body.set(name, value)
  return fetch(providerEndpoints(origin.url, id).token, {
    method: 'POST',
    body,
    headers: { accept: 'application/json' },
  })
}

const tokensSchema = z.object({
  access_token: z.string(),
  token_type: z.string(),
  id_token: z.string().optional(),
  scope: z.string(),
  expires_in: z.number().optional(),
})

const tokensFor = async (id: ProviderId, code: string, fields: Record<string, string> = {}) =>
  tokensSchema.parse(await (await redeem(id, { code, ...fields })).json())

const errorOf = async (response: Response) =>
  z.object({ error: z.string() }).parse(await response.json()).error

/** How each provider refuses a code, or a client. */
const refused = {
  google: { code: [400, 'invalid_grant'], client: [401, 'invalid_client'] },
  vercel: { code: [400, 'invalid_grant'], client: [401, 'invalid_client'] },
  github: { code: [200, 'bad_verification_code'], client: [200, 'incorrect_client_credentials'] },
} as const

const userinfo = (id: ProviderId, token: string, path = '') =>
  fetch(providerEndpoints(origin.url, id).userinfo + path, {
    headers: { authorization: `Bearer ${token}` },
  })

describe.each(PROVIDER_IDS)('%s', (id) => {
  test('gives a code for a consent, tokens for a code, and the person for a token', async () => {
    const { verifier, challenge } = pkce()
    const browser = new Browser()
    const url = authorizeUrl(id, { code_challenge: challenge, code_challenge_method: 'S256' })
    const answer = new URL(await browser.consent(url, { account: '1' }))
    expect(answer.origin + answer.pathname).toBe(callback(id))
    expect(answer.searchParams.get('state')).toBe('st4te')

    const code = answer.searchParams.get('code') ?? ''
    const response = await redeem(id, { code, code_verifier: verifier })
    expect(response.headers.get('cache-control')).toBe('no-store')
    const tokens = tokensSchema.parse(await response.json())
    expect(tokens.token_type.toLowerCase()).toBe('bearer')
    const person = await userinfo(id, tokens.access_token)
    expect(person.status).toBe(200)
    expect(await person.json()).toMatchObject({ name: 'Grace Hopper' })
  })

  test('tells the app of a refusal, with its state', async () => {
    const answer = new URL(await new Browser().consent(authorizeUrl(id), { decision: 'refuse' }))
    expect(answer.searchParams.get('error')).toBe('access_denied')
    expect(answer.searchParams.get('state')).toBe('st4te')
    expect(answer.searchParams.get('code')).toBeNull()
  })

  test('sends nobody to an address that is not registered', async () => {
    for (const [redirect_uri, client_id] of [
      ['https://evil.example/', undefined],
      [`${callback(id)}/more`, undefined],
      [`${callback(id)}?x=1`, undefined],
      [undefined, undefined],
      [callback(id), 'somebody-else'],
    ]) {
      const changes = { redirect_uri, ...(client_id !== undefined && { client_id }) }
      const response = await fetch(authorizeUrl(id, changes), { redirect: 'manual' })
      expect([400, 401]).toContain(response.status)
      expect(response.headers.get('location')).toBeNull()
      expect(await response.text()).toContain('can’t continue')
    }
  })

  test('checks PKCE, and takes S256 only', async () => {
    const { verifier, challenge } = pkce()
    const asked = { code_challenge: challenge, code_challenge_method: 'S256' }
    for (const code_verifier of [undefined, '', challenge, pkce().verifier]) {
      const response = await redeem(id, { code: await codeFor(id, asked), code_verifier })
      expect([response.status, await errorOf(response)]).toEqual(refused[id].code)
    }
    // A verifier for a code requested without a challenge: RFC 9700, 2.1.1.
    const downgraded = await redeem(id, { code: await codeFor(id), code_verifier: verifier })
    expect([downgraded.status, await errorOf(downgraded)]).toEqual(refused[id].code)

    for (const method of ['plain', undefined]) {
      const changes = { code_challenge: challenge, code_challenge_method: method }
      const answer = new URL(await new Browser().next(authorizeUrl(id, changes)))
      expect(answer.searchParams.get('error')).toBe('invalid_request')
    }
  })

  test('redeems a code once, and takes back what a code that is used twice had opened', async () => {
    const code = await codeFor(id)
    const tokens = await tokensFor(id, code)
    expect((await userinfo(id, tokens.access_token)).status).toBe(200)
    const again = await redeem(id, { code })
    expect([again.status, await errorOf(again)]).toEqual(refused[id].code)
    expect((await userinfo(id, tokens.access_token)).status).toBe(401)
  })

  test('redeems a code for its own client and address, within ten minutes', async () => {
    const wrongClient = await redeem(id, { code: await codeFor(id), client_secret: 'wrong' })
    expect([wrongClient.status, await errorOf(wrongClient)]).toEqual(refused[id].client)
    const wrongAddress = await redeem(id, { code: await codeFor(id), redirect_uri: authUrl })
    expect([wrongAddress.status, await errorOf(wrongAddress)]).toEqual(refused[id].code)

    const code = await codeFor(id)
    ahead += 10 * 60_000
    const late = await redeem(id, { code })
    expect([late.status, await errorOf(late)]).toEqual(refused[id].code)
  })

  test('does not redeem the codes of another provider', async () => {
    const other = id === 'google' ? 'github' : 'google'
    const response = await redeem(id, { code: await codeFor(other) })
    expect([response.status, await errorOf(response)]).toEqual(refused[id].code)
  })

  test('refuses a wrong access token, and one of another provider', async () => {
    const other = id === 'vercel' ? 'google' : 'vercel'
    const { access_token } = await tokensFor(other, await codeFor(other))
    for (const token of ['wrong', access_token]) {
      expect((await userinfo(id, token)).status).toBe(401)
    }
  })

  test('knows the same address as the same account', async () => {
    const subject = async (email: string) => {
      const fields = { account: 'other', name: 'Someone', email, verified: 'yes' }
      const { access_token } = await tokensFor(id, await codeFor(id, {}, fields))
      const person: unknown = await (await userinfo(id, access_token)).json()
      return z.union([z.object({ sub: z.string() }), z.object({ id: z.number() })]).parse(person)
    }
    expect(await subject('same@example.com')).toEqual(await subject('Same@Example.com'))
    expect(await subject('same@example.com')).not.toEqual(await subject('other@example.com'))
  })
})

describe.each(openid)('OpenID Connect of %s', (id) => {
  test('describes itself, and signs id_tokens that a client can verify', async () => {
    const { issuer } = providerEndpoints(origin.url, id)
    const discovered = z
      .object({ issuer: z.string(), jwks_uri: z.string(), token_endpoint: z.string() })
      .parse(await (await fetch(`${issuer}/.well-known/openid-configuration`)).json())
    expect(discovered.issuer).toBe(issuer)

    const code = await codeFor(id, { nonce: 'n0nce' }, { account: '2' })
    const tokens = await tokensFor(id, code)
    const keys = createRemoteJWKSet(new URL(discovered.jwks_uri))
    const { payload } = await jwtVerify(tokens.id_token ?? '', keys, {
      issuer,
      audience: LOCAL_CLIENTS[id].clientId,
      algorithms: ['RS256'],
      currentDate: new Date(Date.now() + ahead),
    })
    expect(payload).toMatchObject({
      nonce: 'n0nce',
      email: 'sam@example.com',
      email_verified: false,
      name: 'Sam Unverified',
    })
    const digest = createHash('sha256').update(tokens.access_token).digest()
    expect(payload.at_hash).toBe(digest.subarray(0, 16).toString('base64url'))
    expect(Number(payload.exp) - Number(payload.iat)).toBe(tokens.expires_in)
    const person = z
      .object({ sub: z.string() })
      .parse(await (await userinfo(id, tokens.access_token)).json())
    expect(person.sub).toBe(payload.sub)
  })

  test('opens no more than the scopes say', async () => {
    const tokens = await tokensFor(id, await codeFor(id, { scope: 'openid' }))
    const claims = decodeJwt(tokens.id_token ?? '')
    expect(claims.email).toBeUndefined()
    expect(claims.name).toBeUndefined()
    expect(claims.nonce).toBeUndefined()
    const plain = await tokensFor(id, await codeFor(id, { scope: 'email' }))
    expect(plain.id_token).toBeUndefined()
  })

  test('answers mistakes of the app as errors that go back to it', async () => {
    for (const [changes, error] of [
      [{ response_type: 'token' }, 'unsupported_response_type'],
      [{ response_type: undefined }, 'unsupported_response_type'],
      [{ prompt: 'none' }, 'interaction_required'],
      [{ code_challenge: 'short', code_challenge_method: 'S256' }, 'invalid_request'],
    ] as const) {
      const answer = new URL(await new Browser().next(authorizeUrl(id, changes)))
      expect(answer.searchParams.get('error')).toBe(error)
      expect(answer.searchParams.get('state')).toBe('st4te')
    }
    const grant = await redeem(id, { code: await codeFor(id), grant_type: 'password' })
    expect([grant.status, await errorOf(grant)]).toEqual([400, 'unsupported_grant_type'])
  })

  test('takes the client’s credentials from the header as well', async () => {
    const { clientId, clientSecret } = LOCAL_CLIENTS[id]
    const response = await fetch(providerEndpoints(origin.url, id).token, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: await codeFor(id),
        redirect_uri: callback(id),
      }),
    })
    expect(response.status).toBe(200)
  })
})

test('Google wants a scope', async () => {
  const answer = new URL(await new Browser().next(authorizeUrl('google', { scope: undefined })))
  expect(answer.searchParams.get('error')).toBe('invalid_request')
})

describe('GitHub', () => {
  test('keeps the address private, and lists it under its scope alone', async () => {
    const { access_token, scope } = await tokensFor(
      'github',
      await codeFor('github', {}, { account: '2' }),
    )
    expect(scope).toBe('read:user,user:email')
    const user: unknown = await (await userinfo('github', access_token)).json()
    expect(user).toMatchObject({ login: 'sam', email: null, id: expect.any(Number) })
    const emails: unknown = await (await userinfo('github', access_token, '/emails')).json()
    expect(emails).toMatchObject([
      { email: 'sam@example.com', primary: true, verified: false },
      { primary: false },
    ])

    const narrow = await tokensFor('github', await codeFor('github', { scope: 'read:user' }))
    expect((await userinfo('github', narrow.access_token, '/emails')).status).toBe(404)
  })

  test('answers with a form unless JSON is asked for', async () => {
    const { clientId, clientSecret } = LOCAL_CLIENTS.github
    const response = await fetch(providerEndpoints(origin.url, 'github').token, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: clientId,
        client_secret: clientSecret,
        code: await codeFor('github'),
        redirect_uri: callback('github'),
      }),
    })
    expect(response.headers.get('content-type')).toContain('application/x-www-form-urlencoded')
    expect(new URLSearchParams(await response.text()).get('access_token')).toBeTruthy()
  })
})

describe('the consent page', () => {
  const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(origin.url + path, { method: 'POST', body, headers, redirect: 'manual' })

  /** Opens a page; returns its request's id. */
  async function open(changes: Record<string, string | undefined> = {}) {
    const html = await (await fetch(authorizeUrl('google', changes))).text()
    return { html, request: /name="request" value="([^"]+)"/.exec(html)?.[1] ?? '' }
  }

  test('says that it is local, and lets nobody frame it or run a script in it', async () => {
    const response = await fetch(authorizeUrl('google'))
    const policy = response.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(response.headers.get('cache-control')).toBe('no-store')
    const html = await response.text()
    expect(html).toContain('<h1>Local Google sign-in</h1>')
    expect(html).toContain('No real account is involved')
    const style = /<style>([^<]*)<\/style>/.exec(html)?.[1] ?? ''
    expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`)
    expect(html).not.toMatch(/<script|https:\/\//)
  })

  test('asks again for what is missing, and keeps what was typed', async () => {
    const { request } = await open()
    const fields = {
      request,
      decision: 'allow',
      account: 'other',
      name: ' ',
      email: '"<b>',
      verified: 'no',
    }
    const response = await post('/google/consent', new URLSearchParams(fields))
    expect(response.status).toBe(422)
    const html = await response.text()
    expect(html).toContain('Type a name.')
    expect(html).toContain('aria-invalid="true" aria-describedby="email-error"')
    expect(html).toContain('value="&quot;&lt;b&gt;"')
    const corrected = { ...fields, name: 'Name', email: 'name@example.com' }
    expect((await post('/google/consent', new URLSearchParams(corrected))).status).toBe(303)
  })

  test('is answered once', async () => {
    const { request } = await open()
    const body = () => new URLSearchParams({ request, decision: 'allow', account: '0' })
    expect((await post('/google/consent', body())).status).toBe(303)
    const again = await post('/google/consent', body())
    expect(again.status).toBe(400)
    expect(await again.text()).toContain('answered already')
    expect(
      (await post('/github/consent', new URLSearchParams({ request: (await open()).request })))
        .status,
    ).toBe(400)
  })

  test('waits for an hour', async () => {
    const { request } = await open()
    ahead += 59 * 60_000
    const body = new URLSearchParams({ request, decision: 'refuse' })
    expect((await post('/google/consent', body)).status).toBe(303)
    const late = await open()
    ahead += 60 * 60_000
    const tooLate = new URLSearchParams({ request: late.request, decision: 'allow', account: '0' })
    expect((await post('/google/consent', tooLate)).status).toBe(400)
  })

  test('picks or fills in the account that the app hints at', async () => {
    expect((await open({ login_hint: 'Grace@example.com' })).html).toMatch(/value="1"\s+checked/)
    const { html } = await open({ login_hint: 'new@example.com' })
    expect(html).toMatch(/value="other"\s+checked/)
    expect(html).toContain('value="new@example.com"')
  })

  test('shows scopes and hints as text', async () => {
    const { html } = await open({ scope: '<script>alert(1)</script>', login_hint: '"><script>@x' })
    expect(html).not.toContain('<script')
  })

  test('takes forms of its own page only, of a sensible size', async () => {
    const { request } = await open()
    const body = new URLSearchParams({ request, decision: 'allow', account: '0' })
    const foreign = await post('/google/consent', body, { origin: 'https://evil.example' })
    expect(foreign.status).toBe(403)
    expect(
      (await post('/google/consent', '{}', { 'content-type': 'application/json' })).status,
    ).toBe(415)
    const huge = new URLSearchParams({ request, name: 'x'.repeat(20_000) })
    expect((await post('/google/consent', huge)).status).toBe(413)
  })
})

test('other paths, methods and malformed requests are refused, and the provider lives on', async () => {
  const status = async (path: string, method = 'GET') =>
    (await fetch(origin.url + path, { method, redirect: 'manual' })).status
  expect(await status('/')).toBe(404)
  expect(await status('/apple/authorize')).toBe(404)
  expect(await status('/github/.well-known/openid-configuration')).toBe(404)
  expect(await status('/github/')).toBe(404)
  expect(await status('/google/token')).toBe(405)
  expect(await status('/google/o/oauth2/v2/auth', 'POST')).toBe(405)
  expect(await status(`${new URL(authorizeUrl('google')).pathname}?scope=a&scope=b`)).toBe(400)
  expect(await status('/picture.svg?letter=%3Cscript%3E')).toBe(200)
  const picture = await (await fetch(`${origin.url}/picture.svg?letter=%3C`)).text()
  expect(picture).toContain('aria-label="?"')
  expect(
    await status(new URL(authorizeUrl('google')).pathname + new URL(authorizeUrl('google')).search),
  ).toBe(200)
})
