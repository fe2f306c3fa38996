'use server'

import { redirect } from 'next/navigation'
import { codeInput, mailInput } from '@/lib/auth/accounts'
import { sendCode } from '@/lib/auth/flow/codes'
import { forgetPendingCode, readPendingCode } from '@/lib/auth/flow/pending'
import { signInWithCode } from '@/lib/auth/flow/sign-in'
import { failureState } from '@/lib/auth/messages'
import { parseForm, type ActionState } from '@/lib/form'
import { safeNextPath } from '@/lib/http/next-path'
import { resendCode } from '../resend'

/** Mails a code to sign in with. */
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

/** Signs in with the code and leads on. */
export async function enterCode(_previous: ActionState, data: FormData): Promise<ActionState> {
  const pending = await readPendingCode('sign-in')
  if (!pending) redirect('/auth/code')
  const form = parseForm(codeInput, data)
  if (!form.ok) return form.state

  const answer = await signInWithCode({ email: pending.email, code: form.value.code })
  if (!answer.ok) return failureState(answer)
  await forgetPendingCode()
  redirect(safeNextPath(pending.next))
}

/** Mails another code to the same address. */
export async function resend(_previous: ActionState, _data: FormData): Promise<ActionState> {
  return (await resendCode('sign-in')) ?? redirect('/auth/code')
}
