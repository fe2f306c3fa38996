'use server'

import { redirect } from 'next/navigation'
import { signUpAnswer, signUpInput } from '@/lib/auth/accounts'
import { askNeonAuth } from '@/lib/auth/ask'
import { failureState } from '@/lib/auth/messages'
import { auth } from '@/lib/auth/server'
import { parseForm, type ActionState } from '@/lib/form'
import { safeNextPath } from '@/lib/next-path'

/** Creates an account, signs in and leads on; otherwise says what is wrong. */
export async function signUp(_previous: ActionState, data: FormData): Promise<ActionState> {
  const form = parseForm(signUpInput, data)
  if (!form.ok) return form.state
  const { name, email, password, next } = form.value

  const answer = await askNeonAuth('sign-up', signUpAnswer, () =>
    auth.signUp.email({ name, email, password }),
  )
  if (!answer.ok) return failureState(answer, { name, email })
  if (answer.data.token === null) {
    return {
      tone: 'success',
      message: 'Your account is made. Confirm your address with the mail we sent, then sign in.',
      values: { email },
    }
  }
  redirect(safeNextPath(next))
}
