import { accessTokenHash } from './signing-key'
import { loginOf, subjectOf } from './accounts'
import type { Account } from './accounts'
import type { Client, ProviderId } from './providers'

/** What someone allowed: the account and the scopes. */
export interface Grant {
  provider: ProviderId
  account: Account
  scopes: readonly string[]
}

function pictureOf(url: string, account: Account): string {
  const [initial = '?'] = account.name.toUpperCase()
  return `${url}/picture.svg?${new URLSearchParams({ letter: initial }).toString()}`
}

/** The claims about a person that the scopes grant. OpenID Connect Core 1.0, 5.4. */
export function personClaims(url: string, grant: Grant): Record<string, string | boolean> {
  const { account, provider, scopes } = grant
  const [givenName = account.name, ...rest] = account.name.split(/\s+/)
  return {
    sub: subjectOf(provider, account.email),
    ...(scopes.includes('email') && {
      email: account.email,
      email_verified: account.emailVerified,
    }),
    ...(scopes.includes('profile') && {
      name: account.name,
      picture: pictureOf(url, account),
      ...(provider === 'google'
        ? { given_name: givenName, ...(rest.length > 0 && { family_name: rest.join(' ') }) }
        : { preferred_username: loginOf(account) }),
    }),
  }
}

/** How long an id_token and an access token last, in seconds; as Google's. */
export const TOKEN_SECONDS = 3600

/** The claims of an id_token issued at `issuedAt` (milliseconds). OpenID Connect Core 1.0, 2. */
export function idTokenClaims(options: {
  url: string
  issuer: string
  client: Client
  grant: Grant
  accessToken: string
  nonce: string | undefined
  issuedAt: number
}) {
  const iat = Math.floor(options.issuedAt / 1000)
  return {
    iss: options.issuer,
    aud: options.client.clientId,
    azp: options.client.clientId,
    iat,
    exp: iat + TOKEN_SECONDS,
    at_hash: accessTokenHash(options.accessToken),
    ...(options.nonce !== undefined && { nonce: options.nonce }),
    ...personClaims(options.url, options.grant),
  }
}

/**
 * GitHub's `GET /user`. The email is null, as for everyone who keeps it private, which is GitHub's default:
 * anyone who wants it asks `/user/emails`.
 * https://docs.github.com/en/rest/users/users#get-the-authenticated-user
 */
export function githubUser(url: string, grant: Grant) {
  const login = loginOf(grant.account)
  const id = Number(subjectOf('github', grant.account.email))
  return {
    login,
    id,
    node_id: Buffer.from(`04:User${id}`).toString('base64'),
    avatar_url: pictureOf(url, grant.account),
    gravatar_id: '',
    url: `${url}/github/users/${login}`,
    html_url: `${url}/github/${login}`,
    type: 'User',
    site_admin: false,
    name: grant.account.name,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2020-01-01T00:00:00Z',
  }
}

/**
 * GitHub's `GET /user/emails`.
 * https://docs.github.com/en/rest/users/emails#list-email-addresses-for-the-authenticated-user
 */
export function githubEmails(grant: Grant) {
  const { account } = grant
  const id = subjectOf('github', account.email)
  return [
    { email: account.email, primary: true, verified: account.emailVerified, visibility: 'private' },
    {
      email: `${id}+${loginOf(account)}@users.noreply.github.com`,
      primary: false,
      verified: true,
      visibility: null,
    },
  ]
}
