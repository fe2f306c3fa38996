'use server'

import { redirect } from 'next/navigation'
import { codeInput } from '@/lib/auth/accounts'
import { sendCode, verifyAddress } from '@/lib/auth/flow/codes'
import { forgetPendingCode, readPendingCode, secondsToWait } from '@/lib/auth/flow/pending'
import { failureState } from '@/lib/auth/messages'
import { parseForm, type ActionState } from '@/lib/form'
import { safeNextPath } from '@/lib/next-path'

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
  const pending = await readPendingCode('verify')
  if (!pending) redirect('/auth/sign-in')
  const wait = secondsToWait(pending)
  if (wait > 0) return { message: `Wait ${wait} seconds, then ask again.` }
  const answer = await sendCode(pending)
  if (!answer.ok) return failureState(answer)
  return { tone: 'success', message: 'A new code is on its way. The old one no longer works.' }
}
