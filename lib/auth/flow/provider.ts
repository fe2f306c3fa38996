import 'server-only'
import { headers } from 'next/headers'
import { z } from 'zod'
import { env, type SocialProvider } from '../../env'
import { missesAppUrl } from '../../http/app-url'
import { ownOrigin } from '../../http/own-origin'
import { answerOf } from '../answer'

const labels: Record<SocialProvider, string> = { google: 'Google', github: 'GitHub' }

/** The providers that this app offers, in the order of `AUTH_PROVIDERS`. */
export const offeredProviders = env.AUTH_PROVIDERS.map((id) => ({ id, label: labels[id] }))

/** The name people know a provider, or another way to sign in, by. */
export function providerLabel(id: string): string {
  if (id === 'credential') return 'Password'
  return id === 'google' || id === 'github' ? labels[id] : id.slice(0, 30)
}

const started = z.object({ url: z.url({ protocol: /^https?$/ }) })

/** `auth.signIn.social` or `auth.linkSocial`. */
type Begin = (body: {
  provider: SocialProvider
  callbackURL: string
  errorCallbackURL: string
  disableRedirect: true
}) => Promise<unknown>

/**
 * Starts a sign-in with a provider, or connects one to the account. Sets the cookie that binds it to this
 * browser; for a route handler.
 *
 * @param begin what to start: the method of `auth`
 * @param options.provider anything; refused unless it's offered
 * @param options.returnTo our path where it ends, matched by proxy.ts
 * @param options.errorPath our path that understands `?error=`
 * @returns where to send the browser: the provider, or the error path
 */
export async function startAtProvider(
  begin: Begin,
  options: { provider: string; returnTo: string; errorPath: string },
): Promise<string> {
  const { returnTo, errorPath } = options
  const withError = (code: string) =>
    `${errorPath}${errorPath.includes('?') ? '&' : '?'}error=${encodeURIComponent(code)}`

  const provider = offeredProviders.find(({ id }) => id === options.provider)?.id
  if (!provider) return withError('provider_not_found')
  const origin = ownOrigin(await headers())
  if (!origin) {
    missesAppUrl(`sign-in with ${provider}`)
    return withError('unavailable')
  }
  const answer = await answerOf(
    begin({
      provider,
      callbackURL: origin + returnTo,
      errorCallbackURL: origin + errorPath,
      disableRedirect: true,
    }),
    started,
  )
  if (answer.ok) return answer.data.url
  if (answer.reason === 'refused' && answer.status === 404) return withError('provider_not_found')
  return withError(answer.reason)
}

/**
 * Whether one of our pages or the reader started a visit. Another site must not be able to start anything at
 * a provider.
 */
export function isOwnVisit(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  return site === null || site === 'same-origin' || site === 'none'
}

/** Neon Auth doesn't say who came back, so the reason is given where there's an email. */
const suspended = 'Your account is suspended. Sign in by email to see why and for how long.'

const messages: Record<string, string> = {
  access_denied: 'Sign-in was cancelled. Try again, or choose another way.',
  account_not_linked:
    'There’s already an account with this email. Sign in as you did before, then connect this one in Account.',
  unable_to_link_account:
    'The provider hasn’t verified your email, so it can’t be connected to an account.',
  "email_doesn't_match": 'That account uses a different email. Choose the one with the same email.',
  account_already_linked_to_different_user: 'That account is already connected to someone else.',
  email_not_found: 'The provider didn’t share your email, and we need one.',
  banned: suspended,
  BANNED_USER: suspended,
  signup_disabled: 'We’re not taking new accounts at the moment.',
  provider_not_found: 'You can’t sign in that way here.',
  // A different browser from the one that started, or more than ten minutes.
  expired: 'That sign-in took too long or started in another browser. Please start again here.',
  busy: 'The sign-in service is busy right now. Wait a minute, then try again.',
  unavailable: 'The sign-in service isn’t answering. Please try again in a moment.',
}

const expiredCode =
  /^(state_(mismatch|not_found|invalid|security_mismatch)|please_restart_the_process)$/

/**
 * Our words for what went wrong at a provider, by the `error` in the return URL (Better Auth's codes, and a
 * few of our own).
 *
 * @param code a search parameter: a string, an array, undefined
 */
export function providerErrorMessage(code: unknown): string | undefined {
  if (typeof code !== 'string' || code === '') return undefined
  if (expiredCode.test(code)) return messages.expired
  return (
    (Object.hasOwn(messages, code) ? messages[code] : undefined) ??
    'The provider couldn’t sign you in. Try again, or choose another way.'
  )
}
