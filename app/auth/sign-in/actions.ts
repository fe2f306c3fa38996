'use server'

import { redirect } from 'next/navigation'
import { answerOf } from '@/lib/auth/answer'
import { sendCode } from '@/lib/auth/flow/codes'
import { signInInput } from '@/lib/auth/input'
import { failureState } from '@/lib/auth/messages'
import { auth } from '@/lib/auth/server'
import { parseForm, type ActionState } from '@/lib/form'
import { safeNextPath } from '@/lib/http/next-path'
import { forgiveAttempts, limitAttempt } from '@/lib/rate-limit/limits'

/** Signs in with e-mail and password and leads on; otherwise says what is wrong. */
export async function signIn(_previous: ActionState, data: FormData): Promise<ActionState> {
  const form = parseForm(signInInput, data)
  if (!form.ok) return form.state
  const { email, password } = form.value
  const next = safeNextPath(form.value.next)

  const tooOften = await limitAttempt('sign-in', email)
  if (tooOften) return failureState(tooOften, { email })

  const answer = await answerOf(auth.signIn.email({ email, password }))
  if (answer.ok) {
    await forgiveAttempts('sign-in', email)
    redirect(next)
  }
  if (answer.reason === 'refused' && answer.code === 'EMAIL_NOT_VERIFIED') {
    // The password was right; only the address is not proven yet.
    const sent = await sendCode({ purpose: 'verify', email, next })
    if (sent.ok) redirect('/auth/verify-email')
    return failureState(sent, { email })
  }
  return failureState(answer, { email })
}
