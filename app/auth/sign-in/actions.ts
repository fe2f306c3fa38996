'use server'

import { redirect } from 'next/navigation'
import { answerOf } from '@/lib/auth/answer'
import { signInFailureState } from '@/lib/auth/ban'
import { sendCode } from '@/lib/auth/flow/codes'
import { demoInput, signInInput } from '@/lib/auth/input'
import { failureState } from '@/lib/auth/messages'
import { auth } from '@/lib/auth/server'
import { demoAccount } from '@/lib/demo'
import { parseForm, type ActionState } from '@/lib/form'
import { safeNextPath } from '@/lib/http/next-path'
import { forgiveAttempts, limitAttempt } from '@/lib/rate-limit/limits'

/**
 * Signs in with email and password and leads on, or says what's wrong. On a local Neon, one of the form's
 * buttons signs in as the demo account.
 */
export async function signIn(_previous: ActionState, data: FormData): Promise<ActionState> {
  const demo = parseForm(demoInput, data)
  if (demo.ok && demoAccount) {
    return enter(demoAccount.email, demoAccount.password, safeNextPath(demo.value.next))
  }
  const form = parseForm(signInInput, data)
  if (!form.ok) return form.state
  const { email, password } = form.value
  return enter(email, password, safeNextPath(form.value.next))
}

async function enter(email: string, password: string, next: string): Promise<ActionState> {
  const tooOften = await limitAttempt('sign-in', email)
  if (tooOften) return failureState(tooOften, { email })

  const answer = await answerOf(auth.signIn.email({ email, password }))
  if (answer.ok) {
    await forgiveAttempts('sign-in', email)
    redirect(next)
  }
  if (answer.reason === 'refused' && answer.code === 'EMAIL_NOT_VERIFIED') {
    // The password was right; only the email isn't verified yet.
    const sent = await sendCode({ purpose: 'verify', email, next })
    if (sent.ok) redirect('/auth/verify-email')
    return failureState(sent, { email })
  }
  return signInFailureState(answer, email, { email })
}
