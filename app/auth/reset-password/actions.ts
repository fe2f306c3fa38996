'use server'

import { redirect } from 'next/navigation'
import { resetWithCode, resetWithLink, type ResetResult } from '@/lib/auth/account/password'
import { resetByCodeInput, resetByLinkInput } from '@/lib/auth/accounts'
import { forgetPendingCode, readPendingCode } from '@/lib/auth/flow/pending'
import { failureState } from '@/lib/auth/messages'
import { parseForm, type ActionState } from '@/lib/form'
import { resendCode } from '../resend'

/** Takes a new password with the token of a mailed link, signs in and ends every other session. */
export async function resetByLink(_previous: ActionState, data: FormData): Promise<ActionState> {
  const form = parseForm(resetByLinkInput, data)
  if (!form.ok) return form.state
  const answer = await resetWithLink(form.value)
  if (!answer.ok) return failureState(answer)
  return leadOn(answer.data)
}

/** Takes a new password with a mailed code, signs in and ends every other session. */
export async function resetByCode(_previous: ActionState, data: FormData): Promise<ActionState> {
  const pending = await readPendingCode('reset')
  if (!pending) redirect('/auth/forgot-password')
  const form = parseForm(resetByCodeInput, data)
  if (!form.ok) return form.state
  const answer = await resetWithCode({ email: pending.email, ...form.value })
  if (!answer.ok) return failureState(answer)
  await forgetPendingCode()
  return leadOn(answer.data)
}

/** Mails another code to the same address. */
export async function resend(_previous: ActionState, _data: FormData): Promise<ActionState> {
  return (await resendCode('reset')) ?? redirect('/auth/forgot-password')
}

function leadOn({ isSignedIn, othersEnded }: ResetResult): never {
  if (!isSignedIn) redirect('/auth/sign-in?notice=password-changed')
  redirect(othersEnded ? '/account?done=password-reset' : '/account?done=sessions-left')
}
