'use server'

import { redirect } from 'next/navigation'
import { codeInput } from '@/lib/auth/accounts'
import { verifyAddress } from '@/lib/auth/flow/codes'
import { forgetPendingCode, readPendingCode } from '@/lib/auth/flow/pending'
import { failureState } from '@/lib/auth/messages'
import { parseForm, type ActionState } from '@/lib/form'
import { safeNextPath } from '@/lib/http/next-path'
import { resendCode } from '../resend'

/** Takes the code that proves an address, signs in and leads on. */
export async function verify(_previous: ActionState, data: FormData): Promise<ActionState> {
  const pending = await readPendingCode('verify')
  if (!pending) redirect('/auth/sign-in')
  const form = parseForm(codeInput, data)
  if (!form.ok) return form.state

  const answer = await verifyAddress({ email: pending.email, code: form.value.code })
  if (!answer.ok) return failureState(answer)
  await forgetPendingCode()
  redirect(
    answer.data.isSignedIn ? safeNextPath(pending.next) : '/auth/sign-in?notice=address-verified',
  )
}

/** Sends another code to the same address. */
export async function resend(_previous: ActionState, _data: FormData): Promise<ActionState> {
  return (await resendCode('verify')) ?? redirect('/auth/sign-in')
}
