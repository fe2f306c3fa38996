import { z } from 'zod'

export const socialProviderIds = ['google', 'github', 'vercel'] as const
export type SocialProviderId = (typeof socialProviderIds)[number]

/** What Neon's console lets one switch for Neon Auth, in one flat object. */
export const authSettingsSchema = z.strictObject({
  /** Trust `localhost` at any port (not 127.0.0.1). */
  allowLocalhost: z.boolean(),
  /** Further origins with their scheme and no slash at the end; `*` stands for a part of the host. */
  trustedOrigins: z.array(z.string().regex(/^[a-z][a-z0-9+.-]*:\/\/[^\s/]+$/i, 'Not an origin.')),
  /** Sign-in and sign-up with e-mail and password at all. */
  emailPasswordEnabled: z.boolean(),
  /** New accounts with e-mail and password. */
  signUpEnabled: z.boolean(),
  /** "Verify at sign-up": nobody signs in with a password before the address is proven. */
  requireEmailVerification: z.boolean(),
  verificationMethod: z.enum(['otp', 'link']),
  sendVerificationOnSignUp: z.boolean(),
  sendVerificationOnSignIn: z.boolean(),
  autoSignInAfterVerification: z.boolean(),
  /** Sign-in with a code sent by e-mail. */
  emailOtpSignIn: z.boolean(),
  magicLink: z.boolean(),
  /** Whether a magic link may make a new account. */
  magicLinkSignUp: z.boolean(),
  /** How long a magic link is valid. */
  magicLinkMinutes: z.number().int().min(5).max(1440),
  organizations: z.boolean(),
  /** Most organizations of one user. */
  organizationLimit: z.number().int().min(1),
  /** Most members of one organization. */
  membershipLimit: z.number().int().min(1),
  organizationCreatorRole: z.enum(['owner', 'admin']),
  /** Counts only while addresses are verified at sign-up, as in the cloud. */
  sendInvitationEmail: z.boolean(),
  socialProviders: z.array(z.enum(socialProviderIds)),
  /** Limits per client address; the cloud always has them. */
  rateLimit: z.boolean(),
})
export type AuthSettings = z.infer<typeof authSettingsSchema>

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
  /** The settings as `neon_auth.project_config` has them now. */
  get(): Promise<AuthSettings>
  /**
   * Changes what `changes` names and gives all of them; in force from the next request on.
   * @throws ZodError when a name or a value is none of the settings', with nothing changed
   */
  set(changes: Partial<AuthSettings>): Promise<AuthSettings>
}
