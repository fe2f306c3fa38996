import { z } from 'zod'
import { socialProviderIds, type AuthSettings } from './settings'

/** Part of the row; missing or invalid values get their defaults. */
function lenient<Shape extends z.ZodRawShape>(shape: Shape) {
  const schema = z.object(shape)
  return schema.catch(() => schema.parse({}))
}

const flag = (fallback: boolean) => z.boolean().catch(fallback)

/** The columns of `neon_auth.project_config`, with the cloud's keys in them. */
const rowSchema = z.object({
  allow_localhost: z.boolean(),
  // Objects with a `domain`, as in Neon's API, or plain strings.
  trusted_origins: z
    .array(z.union([z.string(), z.object({ domain: z.string() }).transform((o) => o.domain)]))
    .catch([]),
  social_providers: z
    .array(z.object({ id: z.string() }))
    .catch([])
    .transform((all) => socialProviderIds.filter((id) => all.some((one) => one.id === id))),
  email_and_password: lenient({
    enabled: flag(true),
    disableSignUp: flag(false),
    emailVerificationMethod: z.enum(['otp', 'link']).catch('otp'),
    requireEmailVerification: flag(false),
    autoSignInAfterVerification: flag(true),
    sendVerificationEmailOnSignIn: flag(false),
    sendVerificationEmailOnSignUp: flag(false),
  }),
  plugin_configs: lenient({
    magicLink: lenient({
      enabled: flag(false),
      config: lenient({
        expiresIn: z.number().int().min(5).max(1440).catch(5),
        disableSignUp: flag(false),
      }),
    }),
    organization: lenient({
      enabled: flag(true),
      config: lenient({
        creatorRole: z.enum(['owner', 'admin']).catch('owner'),
        membershipLimit: z.number().int().min(1).catch(100),
        organizationLimit: z.number().int().min(1).catch(10),
        sendInvitationEmail: flag(false),
      }),
    }),
    // Only in local Neon: in the cloud, these two are always on and have no keys.
    emailOtpSignIn: lenient({ enabled: flag(true) }),
    rateLimit: lenient({ enabled: flag(true) }),
  }),
})

/**
 * The settings in a row of `neon_auth.project_config`.
 * @throws if there is no row, or `allow_localhost` isn't a boolean
 */
export function settingsFromRow(row: unknown): AuthSettings {
  const { allow_localhost, trusted_origins, social_providers, ...config } = rowSchema.parse(row)
  const email = config.email_and_password
  const { magicLink, organization, emailOtpSignIn, rateLimit } = config.plugin_configs
  return {
    allowLocalhost: allow_localhost,
    trustedOrigins: trusted_origins,
    emailPasswordEnabled: email.enabled,
    signUpEnabled: !email.disableSignUp,
    requireEmailVerification: email.requireEmailVerification,
    verificationMethod: email.emailVerificationMethod,
    sendVerificationOnSignUp: email.sendVerificationEmailOnSignUp,
    sendVerificationOnSignIn: email.sendVerificationEmailOnSignIn,
    autoSignInAfterVerification: email.autoSignInAfterVerification,
    emailOtpSignIn: emailOtpSignIn.enabled,
    magicLink: magicLink.enabled,
    magicLinkSignUp: !magicLink.config.disableSignUp,
    magicLinkMinutes: magicLink.config.expiresIn,
    organizations: organization.enabled,
    organizationLimit: organization.config.organizationLimit,
    membershipLimit: organization.config.membershipLimit,
    organizationCreatorRole: organization.config.creatorRole,
    sendInvitationEmail: organization.config.sendInvitationEmail,
    socialProviders: social_providers,
    rateLimit: rateLimit.enabled,
  }
}

/** The columns that `settingsFromRow` reads and `settingsToRow` fills, in this order. */
export const settingsColumns =
  'allow_localhost, trusted_origins, social_providers, email_and_password, plugin_configs'

/** The values for `settingsColumns`. */
export function settingsToRow(settings: AuthSettings): unknown[] {
  return [
    settings.allowLocalhost,
    JSON.stringify(settings.trustedOrigins.map((domain) => ({ domain }))),
    JSON.stringify(settings.socialProviders.map((id) => ({ id, isShared: true }))),
    JSON.stringify({
      enabled: settings.emailPasswordEnabled,
      disableSignUp: !settings.signUpEnabled,
      emailVerificationMethod: settings.verificationMethod,
      requireEmailVerification: settings.requireEmailVerification,
      autoSignInAfterVerification: settings.autoSignInAfterVerification,
      sendVerificationEmailOnSignIn: settings.sendVerificationOnSignIn,
      sendVerificationEmailOnSignUp: settings.sendVerificationOnSignUp,
    }),
    JSON.stringify({
      magicLink: {
        enabled: settings.magicLink,
        config: {
          expiresIn: settings.magicLinkMinutes,
          disableSignUp: !settings.magicLinkSignUp,
        },
      },
      organization: {
        enabled: settings.organizations,
        config: {
          creatorRole: settings.organizationCreatorRole,
          membershipLimit: settings.membershipLimit,
          organizationLimit: settings.organizationLimit,
          sendInvitationEmail: settings.sendInvitationEmail,
        },
      },
      emailOtpSignIn: { enabled: settings.emailOtpSignIn },
      rateLimit: { enabled: settings.rateLimit },
    }),
  ]
}
