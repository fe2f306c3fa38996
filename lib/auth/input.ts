import 'server-only'
import { z } from 'zod'
import { hidden } from '../form'
import { isCommonPassword } from './common-passwords'
import { emailAddress, maxImageLength, personName } from '../text'

const password = z.string().min(1, { error: 'Enter your password.', abort: true })

/** A new password: 8 to 128 characters, counted as Neon Auth counts them (UTF-16 units). */
export const newPassword = password
  .pipe(z.string().min(8, 'Use at least 8 characters.').max(128, 'Use at most 128 characters.'))
  .refine((value) => value.isWellFormed(), 'This password contains characters that can’t be used.')
  .refine((value) => !isCommonPassword(value), 'That password is too common.')

/** A password that exists. Longer ones match no account; the bound only keeps hashing cheap. */
const knownPassword = password.max(1024, 'Incorrect password.')

/** A code from an email; pasted spaces and dashes are dropped. */
const code = z
  .string()
  .transform((value) => value.normalize('NFKC').replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'Enter the six-digit code.'))

/** What `/api/auth` takes to sign in; unknown fields are refused. */
export const credentials = z.strictObject({
  email: emailAddress,
  password: password.max(1024, 'Incorrect email or password.'),
})

/** What `/api/auth` takes for a new account, before `isNotAddress`. */
export const newAccount = z.strictObject({
  name: personName,
  email: emailAddress,
  password: newPassword,
})

/** Whether a password differs from the email. */
export function isNotAddress({ email, password }: { email: string; password: string }): boolean {
  return password.toLowerCase() !== email
}

/** The sign-in form's fields. */
export const signInInput = z.object({ ...credentials.shape, next: hidden(z.string()) })

/** The demo button's fields. */
export const demoInput = z.object({
  demo: hidden(z.literal('yes')),
  next: hidden(z.string()),
})

/** The sign-up form's fields. */
export const signUpInput = z
  .object({ ...newAccount.shape, next: hidden(z.string()) })
  .refine(isNotAddress, {
    path: ['password'],
    error: 'Choose a password that isn’t your email.',
  })

/** The fields of forms that ask for an email. */
export const mailInput = z.object({ email: emailAddress, next: hidden(z.string()) })

/** Whether the password reset email holds a link or a code. */
export const resetRequestInput = z.object({
  email: emailAddress,
  way: hidden(z.enum(['link', 'code']).catch('link')),
})

/** Just a code: the email it was sent to is in a cookie. */
export const codeInput = z.object({ code })

/** A new password with the token of a mailed link. */
export const resetByLinkInput = z.object({
  newPassword,
  token: hidden(z.string().min(1).max(200)),
  account: hidden(z.string().max(2000)),
})

/** A new password with a mailed code. */
export const resetByCodeInput = z.object({ code, newPassword })

/** The current password and a new one. */
export const changePasswordInput = z.object({ currentPassword: knownPassword, newPassword })

/** Name and picture. An empty picture removes the current one. */
export const profileInput = z.object({
  name: personName,
  image: z
    .string()
    .trim()
    .max(maxImageLength, `Use at most ${maxImageLength} characters.`)
    .refine((value) => value === '' || isPictureAddress(value), {
      error: 'Enter a URL that starts with https://.',
    })
    .transform((value) => (value === '' ? null : new URL(value).href)),
})

/** Only https, without a user or password: the browser fetches it on every page. */
function isPictureAddress(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, username, password: secret, href } = new URL(value)
  return protocol === 'https:' && !username && !secret && href.length <= maxImageLength
}

/** Deleting the account; the password may be empty if there is none. */
export const deleteAccountInput = z.object({
  currentPassword: z.string().max(1024, 'Incorrect password.'),
  confirmed: hidden(z.string()),
})

/** One session, by its id: its token never reaches the browser. */
export const sessionInput = z.object({ id: hidden(z.string().max(100)) })

/** A connected provider. */
export const providerInput = z.object({ provider: hidden(z.string().max(50)) })
