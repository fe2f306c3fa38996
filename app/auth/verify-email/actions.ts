'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { answerOf } from '@/lib/auth/answer'
import { inSteps } from '@/lib/auth/flow/pace'
import { forgetPendingCode, readPendingCode } from '@/lib/auth/flow/pending'
import { codeInput } from '@/lib/auth/input'
import { accountCodeFailureState, failureState } from '@/lib/auth/messages'
import { auth } from '@/lib/auth/server'
import { parseForm, type ActionState } from '@/lib/form'
import { safeNextPath } from '@/lib/http/next-path'
import { limitAttempt } from '@/lib/rate-limit/limits'
import { resendCode } from '../resend'

/** No token if Neon Auth is set not to sign in. */
const verified = z.object({ token: z.string().nullish() })

/** Verifies an email with its code, signs in and leads on. */
export async function verify(_previous: ActionState, data: FormData): Promise<ActionState> {
  const pending = await readPendingCode('verify')
  if (!pending) redirect('/auth/sign-in')
  const form = parseForm(codeInput, data)
  if (!form.ok) return form.state

  const { email, next } = pending
  const tooOften = await limitAttempt('enter-code', email)
  if (tooOften) return failureState(tooOften)

  const call = auth.emailOtp.verifyEmail({ email, otp: form.value.code })
  const answer = await inSteps(answerOf(call, verified), ({ ok }) => !ok)
  if (!answer.ok) return accountCodeFailureState(answer)
  await forgetPendingCode()
  redirect(answer.data.token ? safeNextPath(next) : '/auth/sign-in?notice=address-verified')
}

/** Emails another code to the same person. */
export async function resend(_previous: ActionState, _data: FormData): Promise<ActionState> {
  return (await resendCode('verify')) ?? redirect('/auth/sign-in')
}
