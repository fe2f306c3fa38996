'use server'

import { redirect } from 'next/navigation'
import { resetRequestInput } from '@/lib/auth/accounts'
import { mailResetLink } from '@/lib/auth/account/password'
import { sendCode } from '@/lib/auth/flow/codes'
import { failureState } from '@/lib/auth/messages'
import { parseForm, type ActionState } from '@/lib/form'
import { defaultNextPath } from '@/lib/http/next-path'

/** Mails a link or a code for a new password; says the same whether there is an account or not. */
export async function askForReset(_previous: ActionState, data: FormData): Promise<ActionState> {
  const form = parseForm(resetRequestInput, data)
  if (!form.ok) return form.state
  const { email, way } = form.value

  if (way === 'code') {
    const answer = await sendCode({ purpose: 'reset', email, next: defaultNextPath })
    if (!answer.ok) return failureState(answer, { email })
    redirect('/auth/reset-password')
  }
  const answer = await mailResetLink(email)
  if (!answer.ok) return failureState(answer, { email })
  return {
    tone: 'success',
    message:
      'If there is an account with this address, a mail is on its way. Open the link in it within 15 minutes.',
    values: { email },
  }
}
