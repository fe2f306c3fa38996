import type { IncomingMessage, ServerResponse } from 'node:http'
import { READY_ACCOUNTS } from './accounts'
import type { Account } from './accounts'
import { handleAuthorize, handleConsent } from './authorize'
import { createExpiringStore } from './expiring-store'
import { RequestError, requestUrl } from '../http/requests'
import { send } from '../http/responses'
import { sendErrorPage } from './pages/page'
import type { Grant } from './profiles'
import { findProvider, LOCAL_CLIENTS } from './providers'
import {
  handleDiscovery,
  handleEmails,
  handleFont,
  handleKeys,
  handlePicture,
  handleUserinfo,
} from './resources'
import { createSigningKey } from './signing-key'
import type { AuthorizationRequest, Code, ProviderState } from './state'
import { handleToken } from './token'

const MINUTE = 60_000

export interface IdentityProviderOptions {
  /** Its own origin for browsers and Neon Auth, such as `http://localhost:54330`. */
  url: string
  /** Neon Auth's base URL: codes only go to `<authUrl>/callback/<provider>`. */
  authUrl: string
  /** The accounts to pick from. By default two with a verified email and one without. */
  accounts?: readonly Account[]
  /** The clock, in milliseconds since 1970. */
  now?: () => number
}

export interface IdentityProvider {
  /** Answers one request; never rejects. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>
}

async function route(state: ProviderState, req: IncomingMessage, res: ServerResponse) {
  const url = requestUrl(req)
  const [, id, ...rest] = url.pathname.split('/')
  if (url.pathname === '/picture.svg') return handlePicture(url.searchParams, res)
  if (id === 'static') return handleFont(rest.join('/'), res)

  const provider = findProvider(id)
  const path = `/${rest.join('/')}`
  const endpoint = (method: string) => {
    if (req.method !== method) throw new RequestError(405, `Use ${method}.`)
    return true
  }
  if (!provider) throw new RequestError(404, 'Nothing is here.')
  if (path === provider.authorizePath && endpoint('GET')) {
    return handleAuthorize(state, provider, url.searchParams, res)
  }
  if (path === '/consent' && endpoint('POST')) return handleConsent(state, provider, req, res)
  if (path === provider.tokenPath && endpoint('POST')) return handleToken(state, provider, req, res)
  if (path === provider.userinfoPath && endpoint('GET')) {
    return handleUserinfo(state, provider, req, res)
  }
  if (provider.id === 'github' && path === '/user/emails' && endpoint('GET')) {
    return handleEmails(state, req, res)
  }
  if (provider.openid && path === '/.well-known/openid-configuration' && endpoint('GET')) {
    return handleDiscovery(state, provider, res)
  }
  if (provider.openid && path === provider.jwksPath && endpoint('GET')) {
    return handleKeys(state, res)
  }
  throw new RequestError(404, 'Nothing is here.')
}

/**
 * Makes the identity provider: Google, GitHub and Vercel on one local origin, with OAuth 2.0 (RFC 6749,
 * 7636) and OpenID Connect Core 1.0 like the real ones. It opens no port; serve it on its own origin. Its
 * state is in memory: after a restart, earlier access tokens are unknown.
 */
export async function createIdentityProvider(
  options: IdentityProviderOptions,
): Promise<IdentityProvider> {
  const now = options.now ?? Date.now
  const url = options.url.replace(/\/+$/, '')
  const authUrl = options.authUrl.replace(/\/+$/, '')
  const state: ProviderState = {
    url,
    clients: LOCAL_CLIENTS,
    accounts: options.accounts ?? READY_ACCOUNTS,
    redirectUri: (provider) => `${authUrl}/callback/${provider}`,
    now,
    signingKey: createSigningKey(),
    // People may take their time; a code is redeemed at once. RFC 6749, 4.1.2: ten minutes at most.
    requests: createExpiringStore<AuthorizationRequest>(60 * MINUTE, now),
    codes: createExpiringStore<Code>(10 * MINUTE, now),
    tokens: createExpiringStore<Grant>(60 * MINUTE, now),
  }
  return {
    async handle(req, res) {
      try {
        await route(state, req, res)
      } catch (error) {
        if (res.headersSent || res.destroyed) return void res.destroy()
        if (!(error instanceof RequestError)) {
          console.error('The local identity provider failed:', error)
          return send(res, 500, 'text/plain; charset=utf-8', 'Internal Server Error\n')
        }
        if (req.headers.accept?.includes('text/html') === true) {
          const heading = 'Local sign-in'
          return await sendErrorPage(res, error.status, {
            heading,
            code: String(error.status),
            message: error.message,
          })
        }
        send(res, error.status, 'text/plain; charset=utf-8', `${error.message}\n`)
      }
    },
  }
}
