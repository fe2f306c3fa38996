import type { BetterAuthOptions } from 'better-auth'
// From their own paths: `better-auth/plugins` loads every plugin, a fifth of a second at start.
import { admin } from 'better-auth/plugins/admin'
import { emailOTP } from 'better-auth/plugins/email-otp'
import { magicLink } from 'better-auth/plugins/magic-link'
import { organization } from 'better-auth/plugins/organization'
import { Kysely, PostgresDialect } from 'kysely'
import type { Pool } from 'pg'
import type { AuthEvents } from '../webhooks/auth-events'
import { clientAddressHeader } from './http/node'
import type { Mails } from './mails'
import type { createRateLimitStorage } from './rate-limit'
import { neonRules } from './rules'
import type { AuthSettings } from './settings/settings'
import { socialSignIn } from './social'
import { tokenPlugins } from './tokens'

const minute = 60
const day = 24 * 60 * minute
/** How long links to verify an email or reset a password are valid. */
const linkMinutes = 15

export interface OptionsInput {
  pool: Pool
  baseUrl: URL
  /** Signs cookies and encrypts the private keys in `neon_auth.jwks`. */
  secret: string
  settings: AuthSettings
  identityProviderUrl: string | undefined
  mails: Mails
  /** Can take over emails and refuse sign-ups. */
  events: AuthEvents
  rateLimitStorage: ReturnType<typeof createRateLimitStorage>
  log: (message: string, error: unknown) => void
}

/**
 * Better Auth endpoints that Neon Auth doesn't offer; they answer 404. Neon Auth has no way to change
 * the email, `update-session` is newer than its Better Auth 1.4, and `verify-password` is meant for
 * Better Auth's own server.
 */
const notOffered = [
  '/change-email',
  '/email-otp/request-email-change',
  '/email-otp/change-email',
  '/update-session',
  '/verify-password',
]

/** Patterns as in https://neon.com/docs/auth/guides/configure-domains: localhost on any port. */
function trustedOrigins({ allowLocalhost, trustedOrigins }: AuthSettings): string[] {
  const localhost = ['http', 'https'].flatMap((s) => [`${s}://localhost`, `${s}://localhost:*`])
  return allowLocalhost ? [...localhost, ...trustedOrigins] : trustedOrigins
}

function plugins({
  baseUrl,
  pool,
  settings,
  mails,
  events,
  identityProviderUrl,
}: OptionsInput): BetterAuthOptions['plugins'] {
  // Our choice: Better Auth's default is 5 minutes, Neon's verification guide says 15.
  const codeMinutes = 10
  return [
    neonRules(),
    socialSignIn({ identityProviderUrl, providers: settings.socialProviders }),
    admin(),
    emailOTP({
      otpLength: 6,
      expiresIn: codeMinutes * minute,
      allowedAttempts: 3,
      disableSignUp: !settings.signUpEnabled,
      overrideDefaultEmailVerification: settings.verificationMethod === 'otp',
      async sendVerificationOTP({ email, otp, type }, ctx) {
        if (await events.code(email, type, otp, codeMinutes, ctx)) return
        mails.code(email, type, otp, codeMinutes)
      },
    }),
    ...(settings.magicLink
      ? [
          magicLink({
            expiresIn: settings.magicLinkMinutes * minute,
            disableSignUp: !settings.magicLinkSignUp,
            async sendMagicLink({ email, url, token }, ctx) {
              const minutes = settings.magicLinkMinutes
              if (await events.link('sign-in', { email }, { url, token }, minutes, ctx)) return
              mails.magicLink(email, url, minutes)
            },
          }),
        ]
      : []),
    ...(settings.organizations
      ? [
          organization({
            organizationLimit: settings.organizationLimit,
            membershipLimit: settings.membershipLimit,
            creatorRole: settings.organizationCreatorRole,
            async sendInvitationEmail({ email, organization, inviter, id }, request) {
              if (!settings.sendInvitationEmail || !settings.requireEmailVerification) return
              const app = request?.headers.get('origin') ?? baseUrl.origin
              const url = `${app}/auth/accept-invitation?invitationId=${encodeURIComponent(id)}`
              mails.invitation(email, organization.name, inviter.user.name, url)
            },
          }),
        ]
      : []),
    ...tokenPlugins(pool, settings.organizations),
    events.plugin,
  ]
}

/** Options that make Better Auth behave like Neon Auth with these settings. */
export function authOptions(input: OptionsInput): BetterAuthOptions {
  const { pool, baseUrl, secret, settings, mails, events, rateLimitStorage, log } = input
  // `withSchema` qualifies every table, so the pool's other users keep their search_path.
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }).withSchema('neon_auth')

  return {
    appName: 'Neon Auth',
    baseURL: baseUrl.origin,
    basePath: baseUrl.pathname,
    secret,
    // No transactions: sign-up would hold the embedded Postgres's only session while it hashes.
    database: { db, type: 'postgres', transaction: false },
    trustedOrigins: trustedOrigins(settings),
    disabledPaths: settings.emailOtpSignIn ? notOffered : [...notOffered, '/sign-in/email-otp'],
    telemetry: { enabled: false },
    databaseHooks: events.databaseHooks,
    emailAndPassword: {
      enabled: settings.emailPasswordEnabled,
      disableSignUp: !settings.signUpEnabled,
      requireEmailVerification: settings.requireEmailVerification,
      minPasswordLength: 8,
      maxPasswordLength: 128,
      resetPasswordTokenExpiresIn: linkMinutes * minute,
      // If verification is required, a taken email gets the same answer as a new one.
      customSyntheticUser: ({ coreFields, additionalFields, id }) => ({
        ...coreFields,
        ...additionalFields,
        role: 'user',
        id,
      }),
      // Better Auth's default. It isn't documented if a reset ends sessions in the cloud, so
      // apps must not rely on it.
      revokeSessionsOnPasswordReset: false,
      async sendResetPassword({ user, url, token }, request) {
        if (await events.link('forget-password', user, { url, token }, linkMinutes, request)) return
        mails.resetLink(user.email, url)
      },
    },
    emailVerification: {
      expiresIn: linkMinutes * minute,
      sendOnSignUp: settings.requireEmailVerification || settings.sendVerificationOnSignUp,
      sendOnSignIn: settings.sendVerificationOnSignIn,
      autoSignInAfterVerification: settings.autoSignInAfterVerification,
      ...(settings.verificationMethod === 'link' && {
        async sendVerificationEmail({ user, url, token }, request) {
          const link = { url, token }
          if (await events.link('email-verification', user, link, linkMinutes, request)) return
          mails.verificationLink(user.email, url)
        },
      }),
    },
    user: { deleteUser: { enabled: true } },
    session: { expiresIn: 7 * day, updateAge: day, cookieCache: { enabled: false } },
    rateLimit: {
      enabled: settings.rateLimit,
      window: 10,
      max: 100,
      customStorage: rateLimitStorage,
    },
    plugins: plugins(input),
    advanced: {
      cookiePrefix: 'neon-auth',
      useSecureCookies: true,
      defaultCookieAttributes: { sameSite: 'none', partitioned: true, httpOnly: true, path: '/' },
      database: { generateId: 'uuid' },
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      // Off by default under test runners, which would hide an app's mistakes.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    // Errors that aren't refusals reach the server, which logs them and answers 500.
    onAPIError: { throw: true },
    logger: {
      // Better Auth also logs clients' mistakes; only real failures come with an error.
      log(_level, message, ...details) {
        const error = details.find((detail) => detail instanceof Error)
        if (error) log(message, error)
      },
    },
  }
}
