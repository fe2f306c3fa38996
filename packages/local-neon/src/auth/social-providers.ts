import { validateAuthorizationCode } from 'better-auth/oauth2'
import type { OAuth2Tokens, OAuthProvider } from 'better-auth/oauth2'
import { github, google, vercel } from 'better-auth/social-providers'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { z } from 'zod'
import { LOCAL_CLIENTS, providerEndpoints } from '../identity-provider/providers'
import type { ProviderId } from '../identity-provider/providers'

/** Milliseconds a provider has to answer. */
const timeout = 5_000

const claimsSchema = z.object({
  sub: z.string(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  picture: z.string().optional(),
})

const githubUserSchema = z.object({
  id: z.number(),
  login: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  avatar_url: z.string(),
})

const githubEmailsSchema = z.array(
  z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }),
)

async function getJson(address: string, accessToken: string | undefined): Promise<unknown> {
  const response = await fetch(address, {
    headers: { Authorization: `Bearer ${accessToken ?? ''}`, 'User-Agent': 'local-neon-auth' },
    redirect: 'error',
    signal: AbortSignal.timeout(timeout),
  })
  return response.ok ? response.json() : null
}

function personOf(claims: z.infer<typeof claimsSchema>) {
  return {
    user: {
      id: claims.sub,
      name: claims.name ?? claims.preferred_username ?? '',
      email: claims.email,
      image: claims.picture,
      emailVerified: claims.email_verified ?? false,
    },
    data: claims,
  }
}

/** Finds out who signed in like Better Auth's providers do, but from the local URLs. */
function userInfoReaders(identityProviderUrl: string) {
  const endpoints = (id: ProviderId) => providerEndpoints(identityProviderUrl, id)
  const googleKeys = createRemoteJWKSet(new URL(endpoints('google').jwks), {
    timeoutDuration: timeout,
  })
  return {
    async google(tokens: OAuth2Tokens) {
      if (!tokens.idToken) return null
      const { payload } = await jwtVerify(tokens.idToken, googleKeys, {
        issuer: endpoints('google').issuer,
        audience: LOCAL_CLIENTS.google.clientId,
      })
      return personOf(claimsSchema.parse(payload))
    },
    async github(tokens: OAuth2Tokens) {
      const { userinfo } = endpoints('github')
      const user = githubUserSchema.safeParse(await getJson(userinfo, tokens.accessToken))
      if (!user.success) return null
      const list = await getJson(`${userinfo}/emails`, tokens.accessToken)
      const emails = githubEmailsSchema.catch([]).parse(list)
      const email = user.data.email ?? (emails.find((one) => one.primary) ?? emails[0])?.email
      return {
        user: {
          id: String(user.data.id),
          name: user.data.name ?? user.data.login,
          email,
          image: user.data.avatar_url,
          emailVerified: emails.find((one) => one.email === email)?.verified ?? false,
        },
        data: user.data,
      }
    },
    async vercel(tokens: OAuth2Tokens) {
      const answer = await getJson(endpoints('vercel').userinfo, tokens.accessToken)
      const claims = claimsSchema.safeParse(answer)
      return claims.success ? personOf(claims.data) : null
    },
  }
}

const factories = { google, github, vercel }

/**
 * Better Auth's own provider, with its scopes and parameters, pointed at the local identity provider.
 * Better Auth can replace the authorization URL and how the profile is read, but its token URL is
 * fixed, so that step happens here, with Better Auth's own function.
 * @param identityProviderUrl the identity provider's origin
 */
export function localProvider(id: ProviderId, identityProviderUrl: string): OAuthProvider {
  const { authorize, token } = providerEndpoints(identityProviderUrl, id)
  const readUserInfo = userInfoReaders(identityProviderUrl)[id]
  const options = {
    ...LOCAL_CLIENTS[id],
    authorizationEndpoint: authorize,
    // Better Auth turns null into "unable_to_get_user_info", and an error into a 500.
    getUserInfo: (tokens: OAuth2Tokens) => readUserInfo(tokens).catch(() => null),
    // Neon Auth doesn't offer sign-in with the client's own id_token.
    disableIdTokenSignIn: true,
  }
  return {
    ...factories[id](options),
    async validateAuthorizationCode({ code, codeVerifier, redirectURI }) {
      const tokens = await validateAuthorizationCode({
        code,
        codeVerifier,
        redirectURI,
        options,
        tokenEndpoint: token,
      })
      // GitHub answers errors with 200.
      return tokens.accessToken ? tokens : null
    },
  }
}
