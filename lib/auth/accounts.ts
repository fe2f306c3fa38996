import 'server-only'
import { z } from 'zod'
import { emailAddress, personName } from '../text'

const password = z.string().min(1, { error: 'Enter your password.', abort: true })

/** A new password: 8 to 128 characters, counted as Neon Auth counts them (UTF-16 units). */
export const newPassword = password
  .pipe(z.string().min(8, 'Use at least 8 characters.').max(128, 'Use at most 128 characters.'))
  .refine((value) => value.isWellFormed(), 'This password has characters that cannot be used.')

/** What the sign-in form sends. */
export const signInInput = z.object({
  email: emailAddress,
  // Longer ones match no account; the bound only keeps hashing cheap.
  password: password.max(1024, 'This email and password do not match.'),
  next: z.string(),
})

/** What the sign-up form sends. */
export const signUpInput = z.object({
  name: personName,
  email: emailAddress,
  password: newPassword,
  next: z.string(),
})

/** What Neon Auth answers to a sign-in. The token in it travels in a cookie, never further from here. */
export const signInAnswer = z.looseObject({ user: z.looseObject({ id: z.string() }) })

/** What Neon Auth answers to a sign-up; no token means that the address has to be verified first. */
export const signUpAnswer = z.looseObject({
  token: z.string().nullable(),
  user: z.looseObject({ id: z.string() }),
})
