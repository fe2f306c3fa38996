/** Neon Auth's providers that this identity provider imitates. */
export const PROVIDER_IDS = ['google', 'github', 'vercel'] as const

export type ProviderId = (typeof PROVIDER_IDS)[number]

/** How the providers differ. Paths are below `<url>/<id>`; scopes are those a request may ask for. */
export interface Provider {
  id: ProviderId
  label: string
  /** OpenID Connect (discovery, id_token), or plain OAuth 2 like GitHub. */
  openid: boolean
  /** Scopes for a request without any; null if the real provider refuses such a request. */
  defaultScope: string | null
  authorizePath: string
  tokenPath: string
  userinfoPath: string
  jwksPath: string
}

/**
 * The real providers spread these endpoints over several hosts; the paths are theirs.
 * https://accounts.google.com/.well-known/openid-configuration
 * https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
 * https://vercel.com/docs/sign-in-with-vercel
 */
export const PROVIDERS: Record<ProviderId, Provider> = {
  google: {
    id: 'google',
    label: 'Google',
    openid: true,
    defaultScope: null,
    authorizePath: '/o/oauth2/v2/auth',
    tokenPath: '/token',
    userinfoPath: '/v1/userinfo',
    jwksPath: '/oauth2/v3/certs',
  },
  github: {
    id: 'github',
    label: 'GitHub',
    openid: false,
    defaultScope: '',
    authorizePath: '/login/oauth/authorize',
    tokenPath: '/login/oauth/access_token',
    userinfoPath: '/user',
    jwksPath: '',
  },
  vercel: {
    id: 'vercel',
    label: 'Vercel',
    openid: true,
    // Vercel takes the scopes from the app's settings; clients usually send none.
    defaultScope: 'openid email profile',
    authorizePath: '/oauth/authorize',
    tokenPath: '/login/oauth/token',
    userinfoPath: '/login/oauth/userinfo',
    jwksPath: '/.well-known/jwks',
  },
}

/** An OAuth client, as registered with a provider. */
export interface Client {
  clientId: string
  clientSecret: string
}

/**
 * Local Neon Auth's clients. They protect nothing: codes only go to the registered redirect address, and
 * the accounts behind them are made up.
 */
export const LOCAL_CLIENTS: Record<ProviderId, Client> = {
  google: {
    clientId: 'local-google.apps.googleusercontent.example',
    clientSecret: 'local-google-secret',
  },
  github: { clientId: 'local-github', clientSecret: 'local-github-secret' },
  vercel: { clientId: 'local-vercel', clientSecret: 'local-vercel-secret' },
}

/** The provider with this name, or undefined. */
export function findProvider(id: string | undefined): Provider | undefined {
  const known = PROVIDER_IDS.find((providerId) => providerId === id)
  return known && PROVIDERS[known]
}

/** A provider's endpoints, as absolute URLs below the identity provider's own. */
export function providerEndpoints(identityProviderUrl: string, id: ProviderId) {
  const issuer = `${identityProviderUrl.replace(/\/+$/, '')}/${id}`
  const provider = PROVIDERS[id]
  return {
    issuer,
    authorize: issuer + provider.authorizePath,
    token: issuer + provider.tokenPath,
    userinfo: issuer + provider.userinfoPath,
    jwks: issuer + provider.jwksPath,
  }
}
