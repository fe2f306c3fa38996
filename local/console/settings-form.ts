import { authSettingsSchema, socialProviderIds, type AuthSettings } from '../auth/server'

type Name = keyof AuthSettings
type NamesOf<T> = { [K in Name]: AuthSettings[K] extends T ? K : never }[Name]

/** A setting as the form shows it. */
export type SettingField =
  | { kind: 'flag'; name: NamesOf<boolean>; label: string; hint?: string }
  | { kind: 'number'; name: NamesOf<number>; label: string; hint?: string }
  | {
      kind: 'choice'
      name: 'verificationMethod' | 'organizationCreatorRole'
      label: string
      options: readonly { value: string; label: string }[]
      hint?: string
    }
  | { kind: 'lines'; name: 'trustedOrigins'; label: string; hint?: string }
  | { kind: 'providers'; name: 'socialProviders'; label: string; hint?: string }

/** The settings of Neon Auth in the groups and the order of the form. */
export const settingGroups: { legend: string; fields: SettingField[] }[] = [
  {
    legend: 'Origins and limits',
    fields: [
      {
        kind: 'flag',
        name: 'allowLocalhost',
        label: 'Trust localhost',
        hint: 'At any port; 127.0.0.1 is not localhost.',
      },
      {
        kind: 'lines',
        name: 'trustedOrigins',
        label: 'Trusted domains',
        hint: 'One origin per line, such as https://app.example.com',
      },
      {
        kind: 'flag',
        name: 'rateLimit',
        label: 'Rate limits',
        hint: 'Always on in the cloud.',
      },
    ],
  },
  {
    legend: 'Email and password',
    fields: [
      { kind: 'flag', name: 'emailPasswordEnabled', label: 'Sign-in with email and password' },
      { kind: 'flag', name: 'signUpEnabled', label: 'Sign-up' },
      {
        kind: 'flag',
        name: 'requireEmailVerification',
        label: 'Verify at sign-up',
        hint: 'Nobody signs in with a password before the address is verified.',
      },
      {
        kind: 'choice',
        name: 'verificationMethod',
        label: 'Verification by',
        options: [
          { value: 'otp', label: 'Code' },
          { value: 'link', label: 'Link' },
        ],
      },
      { kind: 'flag', name: 'sendVerificationOnSignUp', label: 'Send verification at sign-up' },
      { kind: 'flag', name: 'sendVerificationOnSignIn', label: 'Send verification at sign-in' },
      { kind: 'flag', name: 'autoSignInAfterVerification', label: 'Sign in after verification' },
    ],
  },
  {
    legend: 'Other ways in',
    fields: [
      { kind: 'providers', name: 'socialProviders', label: 'Sign-in with' },
      {
        kind: 'flag',
        name: 'emailOtpSignIn',
        label: 'Codes by email',
        hint: 'Always on in the cloud.',
      },
      { kind: 'flag', name: 'magicLink', label: 'Magic links' },
      { kind: 'flag', name: 'magicLinkSignUp', label: 'Sign-up by magic link' },
      { kind: 'number', name: 'magicLinkMinutes', label: 'Minutes a magic link is valid' },
    ],
  },
  {
    legend: 'Organizations',
    fields: [
      { kind: 'flag', name: 'organizations', label: 'Organizations' },
      { kind: 'number', name: 'organizationLimit', label: 'Organizations per user' },
      { kind: 'number', name: 'membershipLimit', label: 'Members per organization' },
      {
        kind: 'choice',
        name: 'organizationCreatorRole',
        label: 'Role of the creator',
        options: [
          { value: 'owner', label: 'Owner' },
          { value: 'admin', label: 'Admin' },
        ],
      },
      {
        kind: 'flag',
        name: 'sendInvitationEmail',
        label: 'Send invitations by email',
        hint: 'Counts only while addresses are verified at sign-up.',
      },
    ],
  },
]

/** What a form's fields say, in the types of the settings as far as they have them. */
export type SettingValues = Partial<Record<Name, unknown>>

/** The settings in a submitted form, or what is wrong with them and what was typed. */
export function parseSettings(
  form: URLSearchParams,
): { settings: AuthSettings } | { values: SettingValues; errors: Partial<Record<string, string>> } {
  const values: SettingValues = {}
  for (const field of settingGroups.flatMap(({ fields }) => fields)) {
    values[field.name] = readField(field, form)
  }
  const parsed = authSettingsSchema.safeParse(values)
  if (parsed.success) return { settings: parsed.data }
  const errors: Partial<Record<string, string>> = {}
  for (const { path, message } of parsed.error.issues) errors[String(path[0])] ??= message
  return { values, errors }
}

function readField({ kind, name }: SettingField, form: URLSearchParams): unknown {
  switch (kind) {
    case 'flag':
      return form.get(name) === 'on'
    case 'number': {
      const text = form.get(name) ?? ''
      return text.trim() === '' ? text : Number(text)
    }
    case 'choice':
      return form.get(name)
    case 'lines':
      return (form.get(name) ?? '').split('\n').flatMap((line) => line.trim() || [])
    case 'providers':
      return socialProviderIds.filter((id) => form.getAll(name).includes(id))
  }
}
