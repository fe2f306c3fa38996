import 'server-only'
import type { ActionState } from '../form'
import type { Failure } from './answer'

interface Text {
  /** The field it belongs to; without one it stands above the form. */
  field?: string
  text: string
}

const wrongCode: Text = {
  field: 'code',
  text: 'This code is not right or has run out. Look at the newest mail, or ask for a new one.',
}
const oldCode: Text = { field: 'code', text: 'This code is too old. Ask for a new one.' }
const takenAddress: Text = {
  field: 'email',
  text: 'There is already an account with this address. Sign in instead.',
}
const signInAgain: Text = {
  text: 'Your sign-in is too long ago for this. Sign out, sign in again and come back.',
}
const oldLink: Text = { text: 'This link has been used or is too old. Ask for a new one.' }

/** Our words for what Neon Auth refuses, by its code. */
const texts: Record<string, Text> = {
  INVALID_EMAIL_OR_PASSWORD: { text: 'This email and password do not match.' },
  INVALID_EMAIL: { field: 'email', text: 'Enter an address like name@example.com.' },
  USER_ALREADY_EXISTS: takenAddress,
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: takenAddress,
  PASSWORD_TOO_SHORT: { field: 'newPassword', text: 'Use at least 8 characters.' },
  PASSWORD_TOO_LONG: { field: 'newPassword', text: 'Use at most 128 characters.' },
  EMAIL_NOT_VERIFIED: { text: 'Confirm your email address first: a code is in your mailbox.' },
  EMAIL_PASSWORD_SIGN_UP_DISABLED: { text: 'New accounts cannot be made at the moment.' },
  // The app's address is missing from the trusted domains of Neon Auth.
  INVALID_ORIGIN: { text: 'Signing in is not allowed from this address of the app.' },
  MISSING_OR_NULL_ORIGIN: { text: 'Signing in is not allowed from this address of the app.' },
  INVALID_REDIRECTTO: { text: 'Signing in is not allowed from this address of the app.' },
  INVALID_OTP: wrongCode,
  // The codes are made for accounts alone; whether there is one stays unsaid.
  USER_NOT_FOUND: wrongCode,
  OTP_EXPIRED: oldCode,
  TOO_MANY_ATTEMPTS: { field: 'code', text: 'Too many wrong codes. Ask for a new one.' },
  INVALID_TOKEN: oldLink,
  INVALID_PASSWORD: { field: 'currentPassword', text: 'This is not your password.' },
  CREDENTIAL_ACCOUNT_NOT_FOUND: { text: 'This account has no password.' },
  SESSION_EXPIRED: signInAgain,
  SESSION_NOT_FRESH: signInAgain,
  FAILED_TO_UNLINK_LAST_ACCOUNT: {
    text: 'This is your only way to sign in. Connect another one first.',
  },
  UNAUTHORIZED: { text: 'You are not signed in any more. Sign in and try again.' },
}

/** Refusals of a code that was mailed: for an address without an account none was. */
const ofMailedCode = new Set(['OTP_EXPIRED', 'TOO_MANY_ATTEMPTS'])

/** As `failureState`, for a code that accounts alone are sent: it does not tell whether there is one. */
export function accountCodeFailureState(answer: Failure): ActionState {
  const isTelling = answer.reason === 'refused' && ofMailedCode.has(answer.code)
  return failureState(isTelling ? { ...answer, code: 'INVALID_OTP' } : answer)
}

/** The sentence for something that was tried too often. */
function tooOftenText(seconds: number): string {
  return `Too many attempts. Wait ${inMinutes(seconds)}, then try again.`
}

/** Said where it is not the reader who tried too often. */
function busyText(seconds: number): string {
  return `The sign-in service has too much to do just now. Wait ${inMinutes(seconds)}, then try again.`
}

function inMinutes(seconds: number): string {
  const minutes = Math.ceil(seconds / 60)
  return minutes <= 1 ? 'a minute' : `${minutes} minutes`
}

/** Said where nobody knows whether someone is signed in. */
function unavailableText(id: string): string {
  return `The sign-in service is not answering. Please try again in a moment. (${id})`
}

/**
 * The state to show for a call that did not succeed.
 *
 * @param answer what the call gave
 * @param values what was typed, to be kept (no secrets)
 */
export function failureState(answer: Failure, values: Record<string, string> = {}): ActionState {
  if (answer.reason === 'unavailable') return { message: unavailableText(answer.id), values }
  if (answer.reason === 'limited') return { message: tooOftenText(answer.retryAfter), values }
  if (answer.reason === 'busy') return { message: busyText(answer.retryAfter), values }
  const known = Object.hasOwn(texts, answer.code) ? texts[answer.code] : undefined
  if (!known) return { message: 'That did not work. Check what you entered and try again.', values }
  return known.field
    ? { fieldErrors: { [known.field]: known.text }, values }
    : { message: known.text, values }
}
