'use server'

import { refresh } from 'next/cache'
import { signedInAction } from '@/app/signed-in-action'
import { answerOf } from '@/lib/auth/answer'
import { providerLabel } from '@/lib/auth/flow/provider'
import { providerInput } from '@/lib/auth/input'
import { failureState } from '@/lib/auth/messages'
import { auth } from '@/lib/auth/server'

/** Disconnects a provider from the account; Neon Auth refuses to remove the last way to sign in. */
export const disconnect = signedInAction(
  {
    event: 'account.methods',
    input: providerInput,
    path: '/account',
    unreadable: 'That didn’t work. Reload the page and try again.',
  },
  async ({ value: { provider } }) => {
    if (provider === 'credential') return { message: 'A password can’t be disconnected.' }
    const answer = await answerOf(auth.unlinkAccount({ providerId: provider }))
    if (!answer.ok) return failureState(answer)
    refresh()
    return { tone: 'success', message: `${providerLabel(provider)} disconnected` }
  },
)
