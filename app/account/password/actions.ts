'use server'

import { revalidatePath } from 'next/cache'
import { changePassword } from '@/lib/auth/account/password'
import { changePasswordInput } from '@/lib/auth/accounts'
import { failureState } from '@/lib/auth/messages'
import { requireFreshViewer } from '@/lib/auth/session'
import { parseForm, type ActionState } from '@/lib/form'
import { viewerUnavailable } from '../unavailable'

/** Changes the password and ends every other session. */
export async function savePassword(_previous: ActionState, data: FormData): Promise<ActionState> {
  const state = await requireFreshViewer('/account')
  if (state.status === 'unavailable') return viewerUnavailable(data)
  const form = parseForm(changePasswordInput, data)
  if (!form.ok) return form.state
  const answer = await changePassword(state.viewer.id, form.value)
  if (!answer.ok) return failureState(answer)
  revalidatePath('/account')
  return {
    tone: 'success',
    message: 'Your password is changed. You are signed out everywhere else.',
  }
}
