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
  /** Whether a magic link may make a new account. */
  magicLinkSignUp: boolean
  /** How long a magic link is valid, 5 to 1440 minutes. */
  magicLinkMinutes: number
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
  magicLinkSignUp: true,
  magicLinkMinutes: 5,
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
