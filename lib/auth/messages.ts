import 'server-only'
import type { ActionState } from '../form'
import { exactTime } from '../time'
import type { Failure } from './answer'

interface Text {
  /** The field it belongs to; without one it's shown above the form. */
  field?: string
  text: string
}

const wrongCode: Text = {
  field: 'code',
  text: 'Incorrect code. Check your latest email, or ask for a new one.',
}
const oldCode: Text = { field: 'code', text: 'This code has expired. Ask for a new one.' }
const takenAddress: Text = {
  field: 'email',
  text: 'There’s already an account with this email. Sign in instead.',
}
const wrongOrigin: Text = {
  text: 'You can’t sign in at this URL. Ask whoever runs this app to allow it.',
}
const signInAgain: Text = {
  text: 'For security, please sign in again: sign out, then come back.',
}
const oldLink: Text = { text: 'This link has expired or was already used. Ask for a new one.' }

/** Our words for Neon Auth's refusals, by code. */
const texts: Record<string, Text> = {
  INVALID_EMAIL_OR_PASSWORD: { text: 'Incorrect email or password.' },
  INVALID_EMAIL: { field: 'email', text: 'Enter an email like name@example.com.' },
  USER_ALREADY_EXISTS: takenAddress,
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: takenAddress,
  PASSWORD_TOO_SHORT: { field: 'newPassword', text: 'Use at least 8 characters.' },
  PASSWORD_TOO_LONG: { field: 'newPassword', text: 'Use at most 128 characters.' },
  EMAIL_NOT_VERIFIED: { text: 'Verify your email first: we’ve sent you a code.' },
  EMAIL_PASSWORD_SIGN_UP_DISABLED: { text: 'We’re not taking new accounts at the moment.' },
  // The app's URL is missing from Neon Auth's trusted domains.
  INVALID_ORIGIN: wrongOrigin,
  MISSING_OR_NULL_ORIGIN: wrongOrigin,
  INVALID_REDIRECTTO: wrongOrigin,
  INVALID_OTP: wrongCode,
  // Only accounts get codes; don't tell whether there is one.
  USER_NOT_FOUND: wrongCode,
  OTP_EXPIRED: oldCode,
  TOO_MANY_ATTEMPTS: { field: 'code', text: 'Too many wrong codes. Ask for a new one.' },
  INVALID_TOKEN: oldLink,
  INVALID_PASSWORD: { field: 'currentPassword', text: 'Incorrect password.' },
  CREDENTIAL_ACCOUNT_NOT_FOUND: { text: 'This account has no password.' },
  SESSION_EXPIRED: signInAgain,
  SESSION_NOT_FRESH: signInAgain,
  FAILED_TO_UNLINK_LAST_ACCOUNT: {
    text: 'This is your only way to sign in. Connect another one first.',
  },
  BANNED_USER: { text: 'Your account is suspended.' },
  UNAUTHORIZED: { text: 'You’re no longer signed in. Sign in and try again.' },
}

/** Refusals that give away that a code was sent, and so that there's an account. */
const ofMailedCode = new Set(['OTP_EXPIRED', 'TOO_MANY_ATTEMPTS'])

/** Like `failureState`, for codes that only accounts get: it doesn't tell whether there is one. */
export function accountCodeFailureState(answer: Failure): ActionState {
  const isTelling = answer.reason === 'refused' && ofMailedCode.has(answer.code)
  return failureState(isTelling ? { ...answer, code: 'INVALID_OTP' } : answer)
}

/** Said after too many attempts. */
function tooOftenText(seconds: number): string {
  return `Too many attempts. Wait ${inMinutes(seconds)}, then try again.`
}

/** Said when it wasn't the reader who tried too often. */
function busyText(seconds: number): string {
  return `The sign-in service is busy right now. Wait ${inMinutes(seconds)}, then try again.`
}

function inMinutes(seconds: number): string {
  const minutes = Math.ceil(seconds / 60)
  return minutes <= 1 ? 'a minute' : `${minutes} minutes`
}

/** Said when we can't tell whether someone is signed in. */
function unavailableText(id: string): string {
  return `The sign-in service isn’t answering. Please try again in a moment. (${id})`
}

/**
 * The state to show for a failed call.
 *
 * @param answer the call's outcome
 * @param values what was typed and should be kept (no secrets)
 */
export function failureState(answer: Failure, values: Record<string, string> = {}): ActionState {
  if (answer.reason === 'unavailable') return { message: unavailableText(answer.id), values }
  if (answer.reason === 'limited') return { message: tooOftenText(answer.retryAfter), values }
  if (answer.reason === 'busy') return { message: busyText(answer.retryAfter), values }
  const known = Object.hasOwn(texts, answer.code) ? texts[answer.code] : undefined
  if (!known) return { message: 'That didn’t work. Check what you entered and try again.', values }
  return known.field
    ? { fieldErrors: { [known.field]: known.text }, values }
    : { message: known.text, values }
}

/** What a banned person reads. Neon Auth calls a ban without a reason "No reason". */
export function banText({ reason, until }: { reason: string | null; until: Date | null }): string {
  const how = until ? `suspended until ${exactTime(until)}` : 'suspended'
  const why = reason && reason !== 'No reason' ? ` Reason: ${reason}` : ''
  return `Your account is ${how}.${why}`
}
