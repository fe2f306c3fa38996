'use server'

import { redirect } from 'next/navigation'
import { sendCode } from '@/lib/auth/flow/codes'
import { failureState } from '@/lib/auth/messages'
import { requireFreshViewer } from '@/lib/auth/session'
import type { ActionState } from '@/lib/form'
import { viewerUnavailable } from '../unavailable'

/** Mails a code to the address of the account and leads to where it is entered. */
export async function startVerification(
  _previous: ActionState,
  data: FormData,
): Promise<ActionState> {
  const state = await requireFreshViewer('/account')
  if (state.status === 'unavailable') return viewerUnavailable(data)
  if (state.viewer.emailVerified) redirect('/account')
  const answer = await sendCode({
    purpose: 'verify',
    email: state.viewer.email,
    next: '/account?done=verified',
  })
  if (!answer.ok) return failureState(answer)
  redirect('/auth/verify-email')
}
