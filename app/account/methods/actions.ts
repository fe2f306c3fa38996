'use server'

import { revalidatePath } from 'next/cache'
import { disconnectProvider } from '@/lib/auth/account/sign-in-methods'
import { providerInput } from '@/lib/auth/accounts'
import { providerLabel } from '@/lib/auth/flow/social'
import { failureState } from '@/lib/auth/messages'
import { requireFreshViewer } from '@/lib/auth/session'
import { parseForm, type ActionState } from '@/lib/form'
import { viewerUnavailable } from '../unavailable'

/** Disconnects a provider from the account; the last way to sign in stays. */
export async function disconnect(_previous: ActionState, data: FormData): Promise<ActionState> {
  const state = await requireFreshViewer('/account')
  if (state.status === 'unavailable') return viewerUnavailable(data)
  const form = parseForm(providerInput, data)
  if (!form.ok) return { message: 'That did not work. Reload the page and try again.' }
  const { provider } = form.value
  if (provider === 'credential') return { message: 'A password cannot be disconnected.' }
  const answer = await disconnectProvider(provider)
  if (!answer.ok) return failureState(answer)
  revalidatePath('/account')
  return { tone: 'success', message: `${providerLabel(provider)} is disconnected.` }
}
