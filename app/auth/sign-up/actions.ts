'use server'

import { redirect } from 'next/navigation'
import { rememberPendingCode } from '@/lib/auth/flow/pending'
import { createAccount } from '@/lib/auth/flow/sign-up'
import { signUpInput } from '@/lib/auth/input'
import { failureState } from '@/lib/auth/messages'
import { parseForm, type ActionState } from '@/lib/form'
import { safeNextPath } from '@/lib/http/next-path'
import { limitAttempt } from '@/lib/rate-limit/limits'

/** Creates an account, signs in and leads on, or asks for the emailed code; otherwise says what's wrong. */
export async function signUp(_previous: ActionState, data: FormData): Promise<ActionState> {
  const form = parseForm(signUpInput, data)
  if (!form.ok) return form.state
  const { name, email, password } = form.value
  const next = safeNextPath(form.value.next)

  const tooOften = await limitAttempt('sign-up', email)
  if (tooOften) return failureState(tooOften, { name, email })

  const answer = await createAccount({ name, email, password })
  if (!answer.ok) return failureState(answer, { name, email })
  if (answer.data.token === null) {
    await rememberPendingCode({ purpose: 'verify', email, next })
    redirect('/auth/verify-email')
  }
  redirect(next)
}
