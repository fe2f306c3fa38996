'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { signedInAction } from '@/app/signed-in-action'
import { answerOf } from '@/lib/auth/answer'
import { profileInput } from '@/lib/auth/input'
import { failureState } from '@/lib/auth/messages'
import { auth } from '@/lib/auth/server'
import { hidden } from '@/lib/form'
import { saveTagline, tagline } from '@/lib/profiles'

/** Changes name, tagline and picture; the changes show everywhere at once. */
export const saveProfile = signedInAction(
  {
    event: 'account.profile',
    // If the tagline couldn't be loaded, the form has no field for it.
    input: profileInput.extend({ tagline, hasTagline: hidden(z.string()) }),
    path: '/account',
  },
  async ({ user, value: { name, image, tagline, hasTagline } }) => {
    const values = { name, tagline, image: image ?? '' }
    const answer = await answerOf(auth.updateUser({ name, image }))
    if (!answer.ok) return failureState(answer, values)
    if (hasTagline === 'yes') await saveTagline(user.id, tagline)
    refresh()
    return { tone: 'success', message: 'Profile saved', values }
  },
)
