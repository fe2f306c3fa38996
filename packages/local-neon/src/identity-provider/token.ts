import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readForm } from '../http/requests'
import { send, sendJson } from '../http/responses'
import { singleValues } from './oauth-requests'
import { idTokenClaims, TOKEN_SECONDS } from './profiles'
import { providerEndpoints } from './providers'
import type { Client, Provider } from './providers'
import type { ProviderState } from './state'

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function sameText(left: string, right: string): boolean {
  return timingSafeEqual(sha256(left), sha256(right))
}

/** The client's id and secret, from the form or the Authorization header. RFC 6749, 2.3.1. */
function readClient(req: IncomingMessage, form: Map<string, string>): Client {
  const basic = /^Basic (\S+)$/i.exec(req.headers.authorization ?? '')?.[1]
  if (basic === undefined) {
    return { clientId: form.get('client_id') ?? '', clientSecret: form.get('client_secret') ?? '' }
  }
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':')
  return { clientId: id, clientSecret: secret }
}

type TokenErrorCode =
  'invalid_request' | 'invalid_client' | 'invalid_grant' | 'unsupported_grant_type'

type Answer = { status: number; body: Record<string, string | number> }

/**
 * An error in the provider's words. GitHub answers 200 with its own codes:
 * https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors
 */
function failure(provider: Provider, code: TokenErrorCode, description: string): Answer {
  if (provider.openid) {
    const status = code === 'invalid_client' ? 401 : 400
    return { status, body: { error: code, error_description: description } }
  }
  const ownCodes: Partial<Record<TokenErrorCode, string>> = {
    invalid_client: 'incorrect_client_credentials',
    invalid_grant: 'bad_verification_code',
  }
  return { status: 200, body: { error: ownCodes[code] ?? code, error_description: description } }
}

/** Whether the verifier matches the code's challenge. RFC 7636, 4.6; RFC 9700, 2.1.1. */
function provesPossession(challenge: string | undefined, verifier: string | undefined): boolean {
  if (challenge === undefined || verifier === undefined) return challenge === verifier
  return sameText(sha256(verifier).toString('base64url'), challenge)
}

async function redeem(
  state: ProviderState,
  provider: Provider,
  req: IncomingMessage,
): Promise<Answer> {
  const form = singleValues(await readForm(req))
  const fail = (code: TokenErrorCode, description: string) => failure(provider, code, description)
  if (!form) return fail('invalid_request', 'A parameter was given twice.')

  const registered = state.clients[provider.id]
  const client = readClient(req, form)
  const idMatches = sameText(client.clientId, registered.clientId)
  if (!sameText(client.clientSecret, registered.clientSecret) || !idMatches) {
    return fail('invalid_client', 'The client id or secret is wrong.')
  }
  // GitHub has no grant_type here and ignores it.
  if (provider.openid && form.get('grant_type') !== 'authorization_code') {
    return fail('unsupported_grant_type', 'grant_type must be authorization_code.')
  }
  const code = state.codes.get(form.get('code') ?? '')
  if (!code || code.request.provider !== provider.id) {
    return fail('invalid_grant', 'The code is wrong or has expired.')
  }
  if (code.redeemed !== undefined) {
    // Someone else has the code too, so the token is revoked. RFC 6749, 4.1.2.
    state.tokens.take(code.redeemed)
    return fail('invalid_grant', 'The code has been used already.')
  }
  if (form.get('redirect_uri') !== code.request.redirectUri) {
    return fail('invalid_grant', 'redirect_uri differs from the one of the authorization request.')
  }
  if (!provesPossession(code.request.codeChallenge, form.get('code_verifier'))) {
    return fail('invalid_grant', 'code_verifier does not match code_challenge.')
  }

  const { request, account } = code
  const grant = { provider: provider.id, account, scopes: request.scopes }
  const accessToken = state.tokens.put(grant)
  code.redeemed = accessToken
  if (!provider.openid) {
    const body = { access_token: accessToken, token_type: 'bearer', scope: grant.scopes.join(',') }
    return { status: 200, body }
  }
  const body = {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: TOKEN_SECONDS,
    scope: grant.scopes.join(' '),
  }
  if (!grant.scopes.includes('openid')) return { status: 200, body }
  const claims = idTokenClaims({
    url: state.url,
    issuer: providerEndpoints(state.url, provider.id).issuer,
    client: registered,
    grant,
    accessToken,
    nonce: request.nonce,
    issuedAt: state.now(),
  })
  const key = await state.signingKey()
  return { status: 200, body: { ...body, id_token: await key.sign(claims) } }
}

/**
 * The token endpoint: a code for tokens, once.
 * @throws RequestError if the body isn't a form.
 */
export async function handleToken(
  state: ProviderState,
  provider: Provider,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { status, body } = await redeem(state, provider, req)
  // GitHub answers with a form unless asked for JSON.
  if (!provider.openid && req.headers.accept?.includes('json') !== true) {
    const entries = Object.entries(body).map(([name, value]) => [name, String(value)])
    const form = new URLSearchParams(entries).toString()
    return send(res, status, 'application/x-www-form-urlencoded; charset=utf-8', form)
  }
  sendJson(res, status, body)
}
