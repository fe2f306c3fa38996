'use server'

import { revalidatePath } from 'next/cache'
import { changeProfile } from '@/lib/auth/account/profile'
import { profileInput } from '@/lib/auth/accounts'
import { failureState } from '@/lib/auth/messages'
import { requireFreshViewer } from '@/lib/auth/session'
import { parseForm, type ActionState } from '@/lib/form'
import { viewerUnavailable } from '../unavailable'

/** Changes name and picture; both show everywhere at once. */
export async function saveProfile(_previous: ActionState, data: FormData): Promise<ActionState> {
  const state = await requireFreshViewer('/account')
  if (state.status === 'unavailable') return viewerUnavailable(data, ['name', 'image'])
  const form = parseForm(profileInput, data)
  if (!form.ok) return form.state
  const answer = await changeProfile(form.value)
  const values = { name: form.value.name, image: form.value.image ?? '' }
  if (!answer.ok) return failureState(answer, values)
  revalidatePath('/', 'layout')
  return { tone: 'success', message: 'Your profile is saved.', values }
}
