import type { IncomingMessage, ServerResponse } from 'node:http'
import { html } from 'hono/html'
import { KEPT, readFont } from '../http/look'
import { RequestError } from '../http/requests'
import { send, sendJson } from '../http/responses'
import { bearerToken } from './oauth-requests'
import { githubEmails, githubUser, personClaims } from './profiles'
import type { Grant } from './profiles'
import { providerEndpoints } from './providers'
import type { Provider } from './providers'
import type { ProviderState } from './state'

/** The grant for the request's access token; without one, answers 401 like the provider. */
function readGrant(
  state: ProviderState,
  provider: Provider['id'],
  req: IncomingMessage,
  res: ServerResponse,
): Grant | undefined {
  const grant = state.tokens.get(bearerToken(req) ?? '')
  if (grant?.provider === provider) return grant
  if (provider === 'github') {
    sendJson(res, 401, { message: 'Bad credentials', status: '401' })
  } else {
    const body = { error: 'invalid_token', error_description: 'The access token is wrong.' }
    // RFC 6750, 3.
    sendJson(res, 401, body, { 'WWW-Authenticate': 'Bearer error="invalid_token"' })
  }
  return undefined
}

/** GitHub refuses callers that don't say who they are, and its answers name the token's scopes. */
function githubHeaders(req: IncomingMessage, grant: Grant) {
  if (!req.headers['user-agent']) throw new RequestError(403, 'Send a User-Agent header.')
  return { 'X-OAuth-Scopes': grant.scopes.join(', ') }
}

/** Who signed in: OpenID Connect claims, or GitHub's user. */
export function handleUserinfo(
  state: ProviderState,
  provider: Provider,
  req: IncomingMessage,
  res: ServerResponse,
): void {
  const grant = readGrant(state, provider.id, req, res)
  if (!grant) return
  if (provider.openid) return sendJson(res, 200, personClaims(state.url, grant))
  sendJson(res, 200, githubUser(state.url, grant), githubHeaders(req, grant))
}

/** GitHub's list of emails: 404 without the scope, like GitHub. */
export function handleEmails(
  state: ProviderState,
  req: IncomingMessage,
  res: ServerResponse,
): void {
  const grant = readGrant(state, 'github', req, res)
  if (!grant) return
  const headers = githubHeaders(req, grant)
  if (grant.scopes.some((scope) => scope === 'user' || scope === 'user:email')) {
    return sendJson(res, 200, githubEmails(grant), headers)
  }
  sendJson(res, 404, { message: 'Not Found', status: '404' }, headers)
}

/** OpenID Connect Discovery 1.0, 3. */
export function handleDiscovery(
  state: ProviderState,
  provider: Provider,
  res: ServerResponse,
): void {
  const endpoints = providerEndpoints(state.url, provider.id)
  sendJson(res, 200, {
    issuer: endpoints.issuer,
    authorization_endpoint: endpoints.authorize,
    token_endpoint: endpoints.token,
    userinfo_endpoint: endpoints.userinfo,
    jwks_uri: endpoints.jwks,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    code_challenge_methods_supported: ['S256'],
    claims_supported: [
      'iss',
      'aud',
      'sub',
      'iat',
      'exp',
      'email',
      'email_verified',
      'name',
      'picture',
    ],
  })
}

/** The id_tokens' public key. */
export async function handleKeys(state: ProviderState, res: ServerResponse): Promise<void> {
  const { publicJwk } = await state.signingKey()
  sendJson(res, 200, { keys: [publicJwk] })
}

/** A picture for anyone: the first letter of the name in the query. */
export async function handlePicture(query: URLSearchParams, res: ServerResponse): Promise<void> {
  const initial = /^[\p{L}\p{N}]$/u.exec(query.get('letter') ?? '')?.[0] ?? '?'
  const picture = await html`<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 96 96"
    role="img"
    aria-label="${initial}"
  >
    <rect width="96" height="96" fill="#0c6b5d" />
    <text
      x="48"
      y="50"
      fill="#fff"
      font-family="sans-serif"
      font-size="44"
      text-anchor="middle"
      dominant-baseline="central"
    >
      ${initial}
    </text>
  </svg>`
  send(res, 200, 'image/svg+xml', picture.toString(), {
    'Cache-Control': 'public, max-age=86400',
    'Content-Security-Policy': "default-src 'none'",
    'Cross-Origin-Resource-Policy': 'cross-origin',
  })
}

export async function handleFont(name: string, res: ServerResponse): Promise<void> {
  const font = await readFont(name)
  if (font === null) throw new RequestError(404, 'Nothing is here.')
  send(res, 200, 'font/woff2', font, KEPT)
}
