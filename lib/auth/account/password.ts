import 'server-only'
import { headers } from 'next/headers'
import { z } from 'zod'
import { log } from '../../server/log'
import { ownOrigin } from '../../http/own-origin'
import { limitAttempt, forgiveAttempts } from '../../rate-limit/limits'
import { signInAnswer } from '../accounts'
import { unavailable, type Answer } from '../upstream/ask'
import { actionDeadline, beginSession, callNeonAuth } from '../upstream/call'
import { notFasterThan } from '../flow/pace'
import { openAddress, sealAddress } from '../flow/reset-link'

/** What a new password by mail led to. */
export interface ResetResult {
  /** Whether this browser is signed in; not where the address has to be verified first, say. */
  isSignedIn: boolean
  /** Whether every other session is known to be ended. */
  othersEnded: boolean
}

/**
 * Mails a link for choosing a new password, if there is an account. Answers alike, and as fast,
 * whether there is one or not. The link leads to our own fixed origin.
 */
export async function mailResetLink(email: string): Promise<Answer<unknown>> {
  const tooOften = await limitAttempt('send-mail', email)
  if (tooOften) return tooOften
  const origin = ownOrigin(await headers())
  if (!origin) return unavailable('reset-link', 'APP_URL is not set')
  const redirectTo = `${origin}/auth/reset-password?account=${await sealAddress(email)}`
  return notFasterThan(
    400,
    callNeonAuth({
      what: 'reset-link',
      path: '/request-password-reset',
      body: { email, redirectTo },
      schema: z.unknown(),
    }),
  )
}

/**
 * Sets a new password with the token of a mailed link, signs in and ends every other session.
 *
 * @param input.account as `sealAddress` made it; without one nobody is signed in
 */
export async function resetWithLink(input: {
  token: string
  newPassword: string
  account: string
}): Promise<Answer<ResetResult>> {
  const { token, newPassword, account } = input
  const until = actionDeadline()
  const email = await openAddress(account)
  const tooOften = await limitAttempt('reset-password', email)
  if (tooOften) return tooOften
  const answer = await callNeonAuth({
    what: 'reset-password',
    path: '/reset-password',
    body: { token, newPassword },
    schema: z.unknown(),
    until,
  })
  return answer.ok ? afterReset(email, newPassword, until) : answer
}

/** The same with a mailed code. */
export async function resetWithCode(input: {
  email: string
  code: string
  newPassword: string
}): Promise<Answer<ResetResult>> {
  const { email, code, newPassword } = input
  const until = actionDeadline()
  const tooOften = await limitAttempt('reset-password', email)
  if (tooOften) return tooOften
  const answer = await callNeonAuth({
    what: 'reset-password-code',
    path: '/email-otp/reset-password',
    body: { email, otp: code, password: newPassword },
    schema: z.unknown(),
    until,
  })
  return answer.ok ? afterReset(email, newPassword, until) : answer
}

/**
 * Neon Auth leaves the sessions alone after a reset, and whoever knew the old password would stay
 * signed in. Ending them takes a session, and the new password gives one.
 */
async function afterReset(
  email: string | undefined,
  password: string,
  until: number,
): Promise<Answer<ResetResult>> {
  if (!email) return { ok: true, data: { isSignedIn: false, othersEnded: false } }
  await forgiveAttempts('sign-in', email)
  const signedIn = await beginSession({
    what: 'sign-in-after-reset',
    path: '/sign-in/email',
    body: { email, password },
    schema: signInAnswer,
    until,
  })
  if (!signedIn.ok) return { ok: true, data: { isSignedIn: false, othersEnded: false } }
  const ended = await endOtherSessions(until)
  if (!ended.ok) log('error', 'auth.sessions-not-ended', { what: 'reset-password' })
  return { ok: true, data: { isSignedIn: true, othersEnded: ended.ok } }
}

/** Ends every session of the signed-in person but this one. */
export function endOtherSessions(until?: number): Promise<Answer<unknown>> {
  return callNeonAuth({
    what: 'end-other-sessions',
    path: '/revoke-other-sessions',
    schema: z.unknown(),
    until,
  })
}

/** Changes the password of the signed-in person and ends every other session; this one is renewed. */
export async function changePassword(
  userId: string,
  input: { currentPassword: string; newPassword: string },
): Promise<Answer<unknown>> {
  const tooOften = await limitAttempt('confirm-password', userId)
  if (tooOften) return tooOften
  const answer = await callNeonAuth({
    what: 'change-password',
    path: '/change-password',
    body: { ...input, revokeOtherSessions: true },
    schema: z.unknown(),
  })
  if (answer.ok) await forgiveAttempts('confirm-password', userId)
  return answer
}
