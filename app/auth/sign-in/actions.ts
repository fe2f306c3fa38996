'use server'

import { redirect } from 'next/navigation'
import { signInInput } from '@/lib/auth/accounts'
import { sendCode } from '@/lib/auth/flow/codes'
import { signInWithPassword } from '@/lib/auth/flow/sign-in'
import { failureState } from '@/lib/auth/messages'
import { parseForm, type ActionState } from '@/lib/form'
import { safeNextPath } from '@/lib/http/next-path'

/** Signs in with e-mail and password and leads on; otherwise says what is wrong. */
export async function signIn(_previous: ActionState, data: FormData): Promise<ActionState> {
  const form = parseForm(signInInput, data)
  if (!form.ok) return form.state
  const { email, password } = form.value
  const next = safeNextPath(form.value.next)

  const answer = await signInWithPassword({ email, password })
  if (answer.ok) redirect(next)
  if (answer.reason === 'refused' && answer.code === 'EMAIL_NOT_VERIFIED') {
    // The password was right; only the address is not proven yet.
    const sent = await sendCode({ purpose: 'verify', email, next })
    if (sent.ok) redirect('/auth/verify-email')
  }
  return failureState(answer, { email })
}
