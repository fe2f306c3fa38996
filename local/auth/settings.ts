import type { Pool } from 'pg'
import { z } from 'zod'

export const socialProviderIds = ['google', 'github', 'vercel'] as const
export type SocialProviderId = (typeof socialProviderIds)[number]

/** What Neon's console lets one switch for Neon Auth, in one flat object. */
export interface AuthSettings {
  /** Trust `localhost` at any port (not 127.0.0.1). */
  allowLocalhost: boolean
  /** Further origins, with their scheme; `*` stands for part of a host name. */
  trustedOrigins: string[]
  /** Sign-in and sign-up with e-mail and password at all. */
  emailPasswordEnabled: boolean
  /** New accounts with e-mail and password. */
  signUpEnabled: boolean
  /** "Verify at sign-up": nobody signs in before the address is proven. */
  requireEmailVerification: boolean
  verificationMethod: 'otp' | 'link'
  sendVerificationOnSignUp: boolean
  sendVerificationOnSignIn: boolean
  autoSignInAfterVerification: boolean
  /** Sign-in with a code sent by e-mail. */
  emailOtpSignIn: boolean
  magicLink: boolean
  organizations: boolean
  sendInvitationEmail: boolean
  socialProviders: SocialProviderId[]
  /** Limits per client address; the cloud always has them. */
  rateLimit: boolean
}

/** The settings as every project of Neon starts (read from the rows of public database dumps). */
export const defaultAuthSettings: AuthSettings = {
  allowLocalhost: true,
  trustedOrigins: [],
  emailPasswordEnabled: true,
  signUpEnabled: true,
  requireEmailVerification: false,
  verificationMethod: 'otp',
  sendVerificationOnSignUp: false,
  sendVerificationOnSignIn: false,
  autoSignInAfterVerification: true,
  emailOtpSignIn: true,
  magicLink: false,
  organizations: true,
  sendInvitationEmail: false,
  socialProviders: ['google'],
  rateLimit: true,
}

export interface AuthSettingsStore {
  /** The settings as `neon_auth.project_config` has them now. */
  get(): Promise<AuthSettings>
  /** Changes what `changes` names and gives all of them; in force from the next request on. */
  set(changes: Partial<AuthSettings>): Promise<AuthSettings>
}

/** One project, one row: the cloud writes the id of the branch's endpoint here. */
const endpointId = 'ep-local-neon'

const flag = (fallback: boolean) => z.boolean().catch(fallback)
const toggle = (fallback: boolean) =>
  z.object({ enabled: flag(fallback) }).catch({ enabled: fallback })

/** Reads leniently: a row may have been edited by hand, and a value that makes no sense means the default. */
const rowSchema = z.object({
  allow_localhost: z.boolean(),
  // Objects with a `domain` as the console stores them; plain strings are understood as well.
  trusted_origins: z
    .array(z.union([z.string(), z.object({ domain: z.string() }).transform((o) => o.domain)]))
    .catch([]),
  social_providers: z
    .array(z.object({ id: z.string() }))
    .catch([])
    .transform((all) => socialProviderIds.filter((id) => all.some((one) => one.id === id))),
  email_and_password: z
    .object({
      enabled: flag(true),
      disableSignUp: flag(false),
      emailVerificationMethod: z.enum(['otp', 'link']).catch('otp'),
      requireEmailVerification: flag(false),
      autoSignInAfterVerification: flag(true),
      sendVerificationEmailOnSignIn: flag(false),
      sendVerificationEmailOnSignUp: flag(false),
    })
    .catch({
      enabled: true,
      disableSignUp: false,
      emailVerificationMethod: 'otp',
      requireEmailVerification: false,
      autoSignInAfterVerification: true,
      sendVerificationEmailOnSignIn: false,
      sendVerificationEmailOnSignUp: false,
    }),
  plugin_configs: z
    .object({
      magicLink: toggle(false),
      organization: z
        .object({
          enabled: flag(true),
          config: z
            .object({ sendInvitationEmail: flag(false) })
            .catch({ sendInvitationEmail: false }),
        })
        .catch({ enabled: true, config: { sendInvitationEmail: false } }),
      // These two are switches of the local Neon alone; the cloud has no such keys.
      emailOtpSignIn: toggle(true),
      rateLimit: toggle(true),
    })
    .nullable()
    .transform((configs) => configs ?? undefined),
})

function fromRow(row: unknown): AuthSettings {
  const config = rowSchema.parse(row)
  const email = config.email_and_password
  const plugins = config.plugin_configs
  return {
    allowLocalhost: config.allow_localhost,
    trustedOrigins: config.trusted_origins,
    emailPasswordEnabled: email.enabled,
    signUpEnabled: !email.disableSignUp,
    requireEmailVerification: email.requireEmailVerification,
    verificationMethod: email.emailVerificationMethod,
    sendVerificationOnSignUp: email.sendVerificationEmailOnSignUp,
    sendVerificationOnSignIn: email.sendVerificationEmailOnSignIn,
    autoSignInAfterVerification: email.autoSignInAfterVerification,
    emailOtpSignIn: plugins?.emailOtpSignIn.enabled ?? true,
    magicLink: plugins?.magicLink.enabled ?? false,
    organizations: plugins?.organization.enabled ?? true,
    sendInvitationEmail: plugins?.organization.config.sendInvitationEmail ?? false,
    socialProviders: config.social_providers,
    rateLimit: plugins?.rateLimit.enabled ?? true,
  }
}

/** The values of the row's columns, in the order of the statements below. */
function toColumns(settings: AuthSettings): unknown[] {
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
      magicLink: { enabled: settings.magicLink, config: { expiresIn: 5, disableSignUp: false } },
      organization: {
        enabled: settings.organizations,
        config: {
          creatorRole: 'owner',
          membershipLimit: 100,
          organizationLimit: 10,
          sendInvitationEmail: settings.sendInvitationEmail,
        },
      },
      emailOtpSignIn: { enabled: settings.emailOtpSignIn },
      rateLimit: { enabled: settings.rateLimit },
    }),
  ]
}

const columns =
  'allow_localhost, trusted_origins, social_providers, email_and_password, plugin_configs'

/**
 * The settings in `neon_auth.project_config`: created with the cloud's defaults when the row is
 * missing, and read anew each time, so that a change by SQL counts as well.
 * @param initial what the caller asked for; it wins over a row from an earlier run
 */
export async function createSettingsStore(
  pool: Pool,
  initial: Partial<AuthSettings> = {},
): Promise<AuthSettingsStore & { projectId: string }> {
  const inserted = await pool.query(
    `INSERT INTO neon_auth.project_config
       (name, endpoint_id, email_provider, webhook_config, ${columns})
     VALUES ('local', $1, '{"type": "shared"}',
       '{"enabled": false, "enabledEvents": [], "timeoutSeconds": 5}', $2, $3, $4, $5, $6)
     ON CONFLICT (endpoint_id) DO NOTHING`,
    [endpointId, ...toColumns({ ...defaultAuthSettings, ...initial })],
  )

  const get = async () => {
    const { rows } = await pool.query(
      `SELECT ${columns} FROM neon_auth.project_config WHERE endpoint_id = $1`,
      [endpointId],
    )
    return fromRow(rows[0])
  }
  const set = async (changes: Partial<AuthSettings>) => {
    const settings = { ...(await get()), ...changes }
    await pool.query(
      `UPDATE neon_auth.project_config
          SET (${columns}) = ($2, $3, $4, $5, coalesce(plugin_configs, '{}') || $6),
              updated_at = CURRENT_TIMESTAMP
        WHERE endpoint_id = $1`,
      [endpointId, ...toColumns(settings)],
    )
    return settings
  }
  if (inserted.rowCount === 0 && Object.keys(initial).length > 0) await set(initial)

  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM neon_auth.project_config WHERE endpoint_id = $1`,
    [endpointId],
  )
  return { get, set, projectId: z.object({ id: z.string() }).parse(rows[0]).id }
}
