import { z } from 'zod'

export const socialProviderIds = ['google', 'github', 'vercel'] as const
export type SocialProviderId = (typeof socialProviderIds)[number]

/** The Neon Auth settings in Neon's console, as one flat object. */
export const authSettingsSchema = z.strictObject({
  /** Trust `localhost` on any port (not 127.0.0.1). */
  allowLocalhost: z.boolean(),
  /** More origins, with a scheme and no trailing slash; `*` stands for part of the host. */
  trustedOrigins: z.array(z.string().regex(/^[a-z][a-z0-9+.-]*:\/\/[^\s/]+$/i, 'Not an origin.')),
  /** Any sign-in or sign-up with email and password. */
  emailPasswordEnabled: z.boolean(),
  /** New accounts with email and password. */
  signUpEnabled: z.boolean(),
  /** "Verify at sign-up": no sign-in with a password before the email is verified. */
  requireEmailVerification: z.boolean(),
  verificationMethod: z.enum(['otp', 'link']),
  sendVerificationOnSignUp: z.boolean(),
  sendVerificationOnSignIn: z.boolean(),
  autoSignInAfterVerification: z.boolean(),
  /** Sign-in with an emailed code. */
  emailOtpSignIn: z.boolean(),
  magicLink: z.boolean(),
  /** Whether a magic link can make a new account. */
  magicLinkSignUp: z.boolean(),
  /** How long a magic link is valid. */
  magicLinkMinutes: z.number().int().min(5).max(1440),
  organizations: z.boolean(),
  /** Most organizations per user. */
  organizationLimit: z.number().int().min(1),
  /** Most members per organization. */
  membershipLimit: z.number().int().min(1),
  organizationCreatorRole: z.enum(['owner', 'admin']),
  /** Only works while emails are verified at sign-up, as in the cloud. */
  sendInvitationEmail: z.boolean(),
  socialProviders: z.array(z.enum(socialProviderIds)),
  /** Limits per client address; the cloud always has them. */
  rateLimit: z.boolean(),
})
export type AuthSettings = z.infer<typeof authSettingsSchema>

/** The settings every Neon project starts with (read from rows in public database dumps). */
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
  magicLinkSignUp: true,
  magicLinkMinutes: 5,
  organizations: true,
  organizationLimit: 10,
  membershipLimit: 100,
  organizationCreatorRole: 'owner',
  sendInvitationEmail: false,
  socialProviders: ['google'],
  rateLimit: true,
}

export interface AuthSettingsStore {
  /** The current settings in `neon_auth.project_config`. */
  get(): Promise<AuthSettings>
  /**
   * Applies `changes` and returns all settings; effective from the next request.
   * @throws ZodError for an unknown name or invalid value, with nothing changed
   */
  set(changes: Partial<AuthSettings>): Promise<AuthSettings>
}
