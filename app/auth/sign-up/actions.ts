'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { answerOf } from '@/lib/auth/answer'
import { rememberPendingCode } from '@/lib/auth/flow/pending'
import { signUpInput } from '@/lib/auth/input'
import { failureState } from '@/lib/auth/messages'
import { auth } from '@/lib/auth/server'
import { parseForm, type ActionState } from '@/lib/form'
import { safeNextPath } from '@/lib/http/next-path'
import { limitAttempt } from '@/lib/rate-limit/limits'

/** No token: Neon Auth wants the address to be verified first. */
const signedUp = z.object({ token: z.string().nullable() })

/**
 * Creates an account, signs in and leads on, or asks for the code that was mailed; otherwise says what
 * is wrong.
 */
export async function signUp(_previous: ActionState, data: FormData): Promise<ActionState> {
  const form = parseForm(signUpInput, data)
  if (!form.ok) return form.state
  const { name, email, password } = form.value
  const next = safeNextPath(form.value.next)

  const tooOften = await limitAttempt('sign-up', email)
  if (tooOften) return failureState(tooOften, { name, email })

  const answer = await answerOf(auth.signUp.email({ name, email, password }), signedUp)
  if (!answer.ok) return failureState(answer, { name, email })
  if (answer.data.token === null) {
    await rememberPendingCode({ purpose: 'verify', email, next })
    redirect('/auth/verify-email')
  }
  redirect(next)
}
