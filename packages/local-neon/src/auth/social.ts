import type { BetterAuthPlugin } from 'better-auth'
import { createAuthMiddleware, getOAuthState } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { parseSessionOutput, parseUserOutput } from 'better-auth/db'
import type { ProviderId } from '../identity-provider/providers'
import { localProvider } from './social-providers'
import { openSocialSignIn, startSocialSignIn } from './social-start'
import { challengeSchema, createVerifier, redeemVerifier, verifierParam } from './social-verifier'

export interface SocialSignInOptions {
  /** Origin of the local identity provider; without it, none are offered. */
  identityProviderUrl: string | undefined
  /** The providers enabled in the project's settings. */
  providers: readonly ProviderId[]
}

/**
 * Neon Auth's social sign-in as a Better Auth plugin: Better Auth's own providers, callback and account
 * linking rules, between Neon's start (a Neon Auth URL and a challenge) and Neon's end (a verifier,
 * exchanged for the session). Connecting a provider to an account (`/link-social`), `/unlink-account`
 * and `/list-accounts` are Better Auth's own: only its state cookie ties connecting to the browser.
 *
 * Put it before plugins that look at new sessions.
 */
export function socialSignIn(options: SocialSignInOptions): BetterAuthPlugin {
  const { identityProviderUrl, providers } = options
  return {
    id: 'neon-social-sign-in',
    init: (ctx) => {
      if (identityProviderUrl === undefined) return
      const local = providers.map((id) => localProvider(id, identityProviderUrl))
      return { context: { socialProviders: [...local, ...ctx.socialProviders] } }
    },
    endpoints: {
      // Named like Better Auth's own endpoints, which these replace.
      signInSocial: startSocialSignIn,
      signInSocialInit: openSocialSignIn,
    },
    hooks: {
      after: [
        {
          matcher: (ctx) => ctx.path === '/callback/:id',
          handler: createAuthMiddleware(async (ctx) => {
            const session = ctx.context.newSession?.session
            const state = await getOAuthState()
            const challenge = challengeSchema.safeParse(state?.challenge)
            const headers = ctx.context.responseHeaders
            const location = headers?.get('location')
            if (!session || !challenge.success || !headers || !location) return

            // The session is for the browser that started, not whichever came back.
            const { name } = ctx.context.authCookies.sessionToken
            const cookies = headers
              .getSetCookie()
              .filter((cookie) => !cookie.startsWith(`${name}=`))
            headers.delete('set-cookie')
            for (const cookie of cookies) headers.append('set-cookie', cookie)

            const url = new URL(location)
            url.searchParams.set(
              verifierParam,
              await createVerifier(ctx, challenge.data, session.token),
            )
            throw ctx.redirect(url.href)
          }),
        },
        {
          matcher: (ctx) =>
            ctx.path === '/get-session' && typeof ctx.query?.[verifierParam] === 'string',
          handler: createAuthMiddleware(async (ctx) => {
            const verifier: unknown = ctx.query?.[verifierParam]
            if (typeof verifier !== 'string') return
            const found = await redeemVerifier(ctx, verifier)
            await setSessionCookie(ctx, found)
            // The JWT plugin reads it here to send a JWT along.
            ctx.context.session = found
            return ctx.json({
              session: parseSessionOutput(ctx.context.options, found.session),
              user: parseUserOutput(ctx.context.options, found.user),
            })
          }),
        },
      ],
    },
  }
}
