'use server'

import { refresh } from 'next/cache'
import { signedInAction } from '@/app/signed-in-action'
import { answerOf } from '@/lib/auth/answer'
import { profileInput } from '@/lib/auth/input'
import { failureState } from '@/lib/auth/messages'
import { auth } from '@/lib/auth/server'

/** Changes name and picture; both show everywhere at once. */
export const saveProfile = signedInAction(
  { event: 'account.profile', input: profileInput, path: '/account' },
  async ({ value: { name, image } }) => {
    const values = { name, image: image ?? '' }
    const answer = await answerOf(auth.updateUser({ name, image }))
    if (!answer.ok) return failureState(answer, values)
    refresh()
    return { tone: 'success', message: 'Your profile is saved.', values }
  },
)
