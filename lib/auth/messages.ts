import 'server-only'
import type { ActionState } from '../form'
import type { Answer } from './ask'

interface Text {
  /** The field it belongs to; without one it stands above the form. */
  field?: string
  text: string
}

/**
 * Our words for what Neon Auth refuses, by the code that the SDK makes of Neon Auth's own: it folds
 * those it does not know into one code per status (`normalizeBetterAuthError` of
 * `@neondatabase/auth`), so a status stands behind a code that means several things.
 */
const texts: Record<string, Text> = {
  invalid_credentials: { text: 'This email and password do not match.' },
  email_address_invalid: { field: 'email', text: 'Enter an address like name@example.com.' },
  user_already_exists: takenAddress(),
  // USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: the only 422 that a sign-up gets.
  'validation_failed 422': takenAddress(),
  weak_password: { field: 'password', text: 'Use 8 to 128 characters.' },
  email_not_confirmed: { text: 'Confirm your email address first: a code is in your mailbox.' },
  // INVALID_ORIGIN, MISSING_OR_NULL_ORIGIN: the app's address is missing from the trusted domains.
  'feature_not_supported 403': { text: 'Signing in is not allowed from this address of the app.' },
}

function takenAddress(): Text {
  return { field: 'email', text: 'There is already an account with this address. Sign in instead.' }
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
  const known = texts[answer.code] ?? texts[`${answer.code} ${answer.status}`]
  if (!known) return { message: 'That did not work. Check what you entered and try again.', values }
  return known.field
    ? { fieldErrors: { [known.field]: known.text }, values }
    : { message: known.text, values }
}
