'use server'

import { redirect } from 'next/navigation'
import { signUpInput } from '@/lib/auth/accounts'
import { rememberPendingCode } from '@/lib/auth/flow/pending'
import { signUpWithPassword } from '@/lib/auth/flow/sign-in'
import { failureState } from '@/lib/auth/messages'
import { parseForm, type ActionState } from '@/lib/form'
import { safeNextPath } from '@/lib/http/next-path'

/**
 * Creates an account, signs in and leads on, or asks for the code that was mailed; otherwise says what
 * is wrong.
 */
export async function signUp(_previous: ActionState, data: FormData): Promise<ActionState> {
  const form = parseForm(signUpInput, data)
  if (!form.ok) return form.state
  const { name, email, password } = form.value
  const next = safeNextPath(form.value.next)

  const answer = await signUpWithPassword({ name, email, password })
  if (!answer.ok) return failureState(answer, { name, email })
  if (answer.data.mustVerify) {
    await rememberPendingCode({ purpose: 'verify', email, next })
    redirect('/auth/verify-email')
  }
  redirect(next)
}
