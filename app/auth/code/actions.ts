'use server'

import { redirect } from 'next/navigation'
import { answerOf } from '@/lib/auth/answer'
import { signInFailureState } from '@/lib/auth/ban'
import { sendCode } from '@/lib/auth/flow/codes'
import { forgetPendingCode, readPendingCode } from '@/lib/auth/flow/pending'
import { codeInput, mailInput } from '@/lib/auth/input'
import { failureState } from '@/lib/auth/messages'
import { auth } from '@/lib/auth/server'
import { parseForm, type ActionState } from '@/lib/form'
import { safeNextPath } from '@/lib/http/next-path'
import { forgiveAttempts, limitAttempt } from '@/lib/rate-limit/limits'
import { resendCode } from '../resend'

/** Emails a code to sign in with. */
export async function askForCode(_previous: ActionState, data: FormData): Promise<ActionState> {
  const form = parseForm(mailInput, data)
  if (!form.ok) return form.state
  const { email } = form.value
  const answer = await sendCode({
    purpose: 'sign-in',
    email,
    next: safeNextPath(form.value.next),
  })
  if (!answer.ok) return failureState(answer, { email })
  redirect('/auth/code/enter')
}

/** Signs in with the code and leads on; a new email gets an account. */
export async function enterCode(_previous: ActionState, data: FormData): Promise<ActionState> {
  const pending = await readPendingCode('sign-in')
  if (!pending) redirect('/auth/code')
  const form = parseForm(codeInput, data)
  if (!form.ok) return form.state

  const { email, next } = pending
  const tooOften = await limitAttempt('enter-code', email)
  if (tooOften) return failureState(tooOften)

  const answer = await answerOf(auth.signIn.emailOtp({ email, otp: form.value.code }))
  if (!answer.ok) return signInFailureState(answer, email)
  // Someone who gets in five times has asked for five emails, and done nothing wrong.
  await forgiveAttempts(['enter-code', 'send-mail'], email)
  await forgetPendingCode()
  redirect(safeNextPath(next))
}

/** Emails another code to the same person. */
export async function resend(_previous: ActionState, _data: FormData): Promise<ActionState> {
  return (await resendCode('sign-in')) ?? redirect('/auth/code')
}
