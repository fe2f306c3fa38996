'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { endOtherSessions } from '@/lib/auth/account/password'
import { endPlace } from '@/lib/auth/account/sessions'
import { sessionInput } from '@/lib/auth/accounts'
import { failureState } from '@/lib/auth/messages'
import { getFreshSession } from '@/lib/auth/session'
import { parseForm, type ActionState } from '@/lib/form'
import { signInPath } from '@/lib/http/next-path'
import { viewerUnavailable } from '../unavailable'

/** Ends one session, or with `id=others` all but this one. */
export async function endSessions(_previous: ActionState, data: FormData): Promise<ActionState> {
  const session = await getFreshSession()
  if (session.status === 'signed-out') redirect(signInPath('/account'))
  if (session.status === 'unavailable') return viewerUnavailable(data)
  const form = parseForm(sessionInput, data)
  if (!form.ok) return { message: 'That did not work. Reload the page and try again.' }
  const { id } = form.value
  if (id === session.data.session.id) return { message: 'To end this session, sign out.' }

  const answer = id === 'others' ? await endOtherSessions() : await endPlace(id)
  if (!answer.ok) return failureState(answer)
  revalidatePath('/account')
  return {
    tone: 'success',
    message: id === 'others' ? 'You are signed out everywhere else.' : 'That session is ended.',
  }
}
