import {
  authSettingsSchema,
  socialProviderIds,
  type AuthSettings,
} from '../../auth/settings/settings'
import { fieldErrors } from '../forms'

type Name = keyof AuthSettings
type NamesOf<T> = { [K in Name]: AuthSettings[K] extends T ? K : never }[Name]

/** A setting as shown in the form. */
export type SettingField = { label: string; hint?: string } & (
  | { kind: 'flag'; name: NamesOf<boolean> }
  | { kind: 'number'; name: NamesOf<number> }
  /** The options are labels by value. */
  | {
      kind: 'choice'
      name: 'verificationMethod' | 'organizationCreatorRole'
      options: Record<string, string>
    }
  | { kind: 'lines'; name: 'trustedOrigins' }
  | { kind: 'providers'; name: 'socialProviders' }
)

const flag = (name: NamesOf<boolean>, label: string, hint?: string): SettingField => ({
  kind: 'flag',
  name,
  label,
  hint,
})
const number = (name: NamesOf<number>, label: string): SettingField => ({
  kind: 'number',
  name,
  label,
})

/** Neon Auth's settings in the form's groups and order. */
export const settingGroups: { legend: string; fields: SettingField[] }[] = [
  {
    legend: 'Origins and limits',
    fields: [
      flag('allowLocalhost', 'Trust localhost', 'At any port; 127.0.0.1 is not localhost.'),
      {
        kind: 'lines',
        name: 'trustedOrigins',
        label: 'Trusted domains',
        hint: 'One origin per line, such as https://app.example.com',
      },
      flag('rateLimit', 'Rate limits', 'Always on in the cloud.'),
    ],
  },
  {
    legend: 'Email and password',
    fields: [
      flag('emailPasswordEnabled', 'Sign-in with email and password'),
      flag('signUpEnabled', 'Sign-up'),
      flag(
        'requireEmailVerification',
        'Verify at sign-up',
        'Nobody can sign in with a password before verifying their email.',
      ),
      {
        kind: 'choice',
        name: 'verificationMethod',
        label: 'Verification by',
        options: { otp: 'Code', link: 'Link' },
      },
      flag('sendVerificationOnSignUp', 'Send verification at sign-up'),
      flag('sendVerificationOnSignIn', 'Send verification at sign-in'),
      flag('autoSignInAfterVerification', 'Sign in after verification'),
    ],
  },
  {
    legend: 'Other ways in',
    fields: [
      { kind: 'providers', name: 'socialProviders', label: 'Sign-in with' },
      flag('emailOtpSignIn', 'Codes by email', 'Always on in the cloud.'),
      flag('magicLink', 'Magic links'),
      flag('magicLinkSignUp', 'Sign-up by magic link'),
      number('magicLinkMinutes', 'Minutes a magic link is valid'),
    ],
  },
  {
    legend: 'Organizations',
    fields: [
      flag('organizations', 'Organizations'),
      number('organizationLimit', 'Organizations per user'),
      number('membershipLimit', 'Members per organization'),
      {
        kind: 'choice',
        name: 'organizationCreatorRole',
        label: 'Creator’s role',
        options: { owner: 'Owner', admin: 'Admin' },
      },
      flag(
        'sendInvitationEmail',
        'Send invitations by email',
        'Only while emails are verified at sign-up.',
      ),
    ],
  },
]

/** A form's values, in the settings' types as far as possible. */
export type SettingValues = Partial<Record<Name, unknown>>

/** The settings in a submitted form, or its errors and what was typed. */
export function parseSettings(
  form: URLSearchParams,
): { settings: AuthSettings } | { values: SettingValues; errors: Partial<Record<string, string>> } {
  const values: SettingValues = {}
  for (const field of settingGroups.flatMap(({ fields }) => fields)) {
    values[field.name] = readField(field, form)
  }
  const parsed = authSettingsSchema.safeParse(values)
  if (parsed.success) return { settings: parsed.data }
  return { values, errors: fieldErrors(parsed.error) }
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
