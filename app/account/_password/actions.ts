'use server'

import { refresh } from 'next/cache'
import { signedInAction } from '@/app/signed-in-action'
import { answerOf } from '@/lib/auth/answer'
import { changePasswordInput } from '@/lib/auth/input'
import { failureState } from '@/lib/auth/messages'
import { auth } from '@/lib/auth/server'
import { forgiveAttempts, limitAttempt } from '@/lib/rate-limit/limits'

/** Changes the password and ends every other session; this one is renewed. */
export const savePassword = signedInAction(
  { event: 'account.password', input: changePasswordInput, path: '/account' },
  async ({ user, value }) => {
    const tooOften = await limitAttempt('confirm-password', user.id)
    if (tooOften) return failureState(tooOften)
    const answer = await answerOf(auth.changePassword({ ...value, revokeOtherSessions: true }))
    if (!answer.ok) return failureState(answer)
    await forgiveAttempts('confirm-password', user.id)
    refresh()
    return {
      tone: 'success',
      message: 'Password changed. You’re signed out everywhere else.',
    }
  },
)
