'use server'

import { redirect } from 'next/navigation'
import { answerOf } from '@/lib/auth/answer'
import { inSteps } from '@/lib/auth/flow/pace'
import { forgetPendingCode, readPendingCode } from '@/lib/auth/flow/pending'
import { openAddress } from '@/lib/auth/flow/reset-link'
import { resetByCodeInput, resetByLinkInput } from '@/lib/auth/input'
import { accountCodeFailureState, failureState } from '@/lib/auth/messages'
import { auth } from '@/lib/auth/server'
import { parseForm, type ActionState } from '@/lib/form'
import { forgiveAttempts, limitAttempt } from '@/lib/rate-limit/limits'
import { log } from '@/lib/server/log'
import { resendCode } from '../resend'

/** Sets a new password with an emailed link's token, signs in and ends every other session. */
export async function resetByLink(_previous: ActionState, data: FormData): Promise<ActionState> {
  const form = parseForm(resetByLinkInput, data)
  if (!form.ok) return form.state
  const { token, newPassword, account } = form.value

  const email = await openAddress(account)
  const tooOften = await limitAttempt('reset-password', email)
  if (tooOften) return failureState(tooOften)
  // The token names no account, so the old sessions couldn't be ended.
  if (!email) return { message: 'This link is incomplete or has expired. Ask for a new one.' }

  const answer = await answerOf(auth.resetPassword({ token, newPassword }))
  if (!answer.ok) return failureState(answer)
  return signInAfresh(email, newPassword)
}

/** Sets a new password with an emailed code, signs in and ends every other session. */
export async function resetByCode(_previous: ActionState, data: FormData): Promise<ActionState> {
  const pending = await readPendingCode('reset')
  if (!pending) redirect('/auth/forgot-password')
  const form = parseForm(resetByCodeInput, data)
  if (!form.ok) return form.state
  const { code, newPassword } = form.value

  const { email } = pending
  const tooOften = await limitAttempt('reset-password', email)
  if (tooOften) return failureState(tooOften)

  const call = auth.emailOtp.resetPassword({ email, otp: code, password: newPassword })
  const answer = await inSteps(answerOf(call), ({ ok }) => !ok)
  if (!answer.ok) return accountCodeFailureState(answer)
  await forgetPendingCode()
  return signInAfresh(email, newPassword)
}

/** Emails another code to the same person. */
export async function resend(_previous: ActionState, _data: FormData): Promise<ActionState> {
  return (await resendCode('reset')) ?? redirect('/auth/forgot-password')
}

/**
 * Neon Auth keeps the sessions after a reset, so anyone who knew the old password would stay signed in.
 * Ending them takes a session, and the new password gives one.
 */
async function signInAfresh(email: string, password: string): Promise<never> {
  await forgiveAttempts('sign-in', email)
  const signedIn = await answerOf(auth.signIn.email({ email, password }))
  // For example, if the email has to be verified first.
  if (!signedIn.ok) redirect('/auth/sign-in?notice=password-changed')
  const ended = await answerOf(auth.revokeOtherSessions())
  if (!ended.ok) log('error', 'auth.sessions-not-ended', { what: 'reset-password' })
  redirect(ended.ok ? '/account?done=password-reset' : '/account?done=sessions-left')
}
