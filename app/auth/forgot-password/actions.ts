'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { answerOf, type Answer } from '@/lib/auth/answer'
import { sendCode } from '@/lib/auth/flow/codes'
import { inSteps } from '@/lib/auth/flow/pace'
import { sealAddress } from '@/lib/auth/flow/reset-link'
import { resetRequestInput } from '@/lib/auth/input'
import { failureState } from '@/lib/auth/messages'
import { auth } from '@/lib/auth/server'
import { parseForm, type ActionState } from '@/lib/form'
import { missesAppUrl } from '@/lib/http/app-url'
import { defaultNextPath } from '@/lib/http/next-path'
import { ownOrigin } from '@/lib/http/own-origin'
import { limitAttempt } from '@/lib/rate-limit/limits'

/** Emails a link or a code for a new password; says the same with or without an account. */
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
      'If there’s an account with this email, we’ve emailed you a link. It expires in 15 minutes.',
    values: { email },
  }
}

/** The link leads to our own fixed origin; the timing is the same with or without an account. */
async function mailResetLink(email: string): Promise<Answer<unknown>> {
  const tooOften = await limitAttempt('send-mail', email)
  if (tooOften) return tooOften
  const origin = ownOrigin(await headers())
  if (!origin) return { ok: false, reason: 'unavailable', id: missesAppUrl('password reset') }
  const redirectTo = `${origin}/auth/reset-password?account=${await sealAddress(email)}`
  return inSteps(answerOf(auth.requestPasswordReset({ email, redirectTo })))
}
