import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ProviderId } from './providers'

/** Someone who can sign in here. No password: this is a stand-in, on the developer's machine. */
export interface Account {
  name: string
  email: string
  emailVerified: boolean
}

/** The accounts to pick without typing. The last one is for trying an unverified email. */
export const READY_ACCOUNTS: readonly Account[] = [
  { name: 'Ada Lovelace', email: 'ada@example.com', emailVerified: true },
  { name: 'Grace Hopper', email: 'grace@example.com', emailVerified: true },
  { name: 'Sam Unverified', email: 'sam@example.com', emailVerified: false },
]

/** Limits on typed accounts. Lengths are in UTF-16 units, like the providers' limits. */
export const typedAccountSchema = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Type a name.')
    .max(100, 'Use at most 100 characters.')
    .refine((name) => !name.includes('\0'), 'Use only characters that can be shown.'),
  email: z
    .string()
    .trim()
    .max(254, 'Use at most 254 characters.')
    .pipe(z.email('Enter an email like ada@example.com.')),
  emailVerified: z.boolean(),
})

/**
 * A provider's id for an email. At one provider, the same email is always the same account, in its own
 * format (Google: 21 digits; GitHub: an integer; Vercel: a word).
 */
export function subjectOf(provider: ProviderId, email: string): string {
  const digest = createHash('sha256').update(`${provider}:${email.toLowerCase()}`).digest()
  if (provider === 'google') {
    return `1${(digest.readBigUInt64BE() % 10n ** 18n).toString().padStart(20, '0')}`
  }
  if (provider === 'github') return String((digest.readUInt32BE() >>> 1) + 1)
  return digest.toString('base64url').replaceAll(/[-_]/g, 'x').slice(0, 24)
}

/** A user name made from the email, for providers that have one. */
export function loginOf(account: Account): string {
  const local = account.email.split('@')[0] ?? ''
  const login = local
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 39)
    .replaceAll(/^-+|-+$/g, '')
  return login || 'someone'
}
