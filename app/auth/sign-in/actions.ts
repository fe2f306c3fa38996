'use server'

import { redirect } from 'next/navigation'
import { signInAnswer, signInInput } from '@/lib/auth/accounts'
import { askNeonAuth } from '@/lib/auth/ask'
import { failureState } from '@/lib/auth/messages'
import { auth } from '@/lib/auth/server'
import { parseForm, type ActionState } from '@/lib/form'
import { safeNextPath } from '@/lib/next-path'

/** Signs in with e-mail and password and leads on; otherwise says what is wrong. */
export async function signIn(_previous: ActionState, data: FormData): Promise<ActionState> {
  const form = parseForm(signInInput, data)
  if (!form.ok) return form.state
  const { email, password, next } = form.value

  const answer = await askNeonAuth('sign-in', signInAnswer, () =>
    auth.signIn.email({ email, password }),
  )
  if (!answer.ok) return failureState(answer, { email })
  redirect(safeNextPath(next))
}
