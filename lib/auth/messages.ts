import 'server-only'
import type { ActionState } from '../form'
import type { Answer } from './ask'

/** Our words for Neon Auth's error codes, by the field they belong to; `null` is above the form. */
const texts: Record<string, { field: string | null; text: string }> = {
  INVALID_EMAIL_OR_PASSWORD: { field: null, text: 'This email and password do not match.' },
  INVALID_EMAIL: { field: 'email', text: 'Enter an address like name@example.com.' },
  USER_ALREADY_EXISTS: {
    field: 'email',
    text: 'There is already an account with this address. Sign in instead.',
  },
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: {
    field: 'email',
    text: 'There is already an account with this address. Sign in instead.',
  },
  PASSWORD_TOO_SHORT: { field: 'password', text: 'Use at least 8 characters.' },
  PASSWORD_TOO_LONG: { field: 'password', text: 'Use at most 128 characters.' },
  EMAIL_PASSWORD_SIGN_UP_DISABLED: { field: null, text: 'Creating accounts is switched off here.' },
  EMAIL_NOT_VERIFIED: {
    field: null,
    text: 'Confirm your email address first: a code is in your mailbox.',
  },
  INVALID_ORIGIN: {
    field: null,
    text: 'This address of the app is not allowed to sign people in.',
  },
  MISSING_OR_NULL_ORIGIN: {
    field: null,
    text: 'Your browser did not say where this form comes from. Reload the page and try again.',
  },
}

/**
 * The state to show for a call that did not succeed.
 *
 * @param answer what `askNeonAuth` gave
 * @param values what was typed, to be kept (no secrets)
 */
export function failureState(
  answer: Extract<Answer<unknown>, { ok: false }>,
  values: Record<string, string>,
): ActionState {
  if (answer.reason === 'unavailable') {
    return {
      message: `The sign-in service is not answering. Please try again in a moment. (${answer.id})`,
      values,
    }
  }
  if (answer.status === 429) {
    return { message: 'Too many attempts. Wait a minute, then try again.', values }
  }
  const known = texts[answer.code]
  if (!known) return { message: 'That did not work. Check what you entered and try again.', values }
  return known.field
    ? { fieldErrors: { [known.field]: known.text }, values }
    : { message: known.text, values }
}
