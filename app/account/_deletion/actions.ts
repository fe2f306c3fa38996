'use server'

import { redirect } from 'next/navigation'
import { signedInAction } from '@/app/signed-in-action'
import { deleteDataLeftBy } from '@/lib/account-data'
import { listSignInMethods } from '@/lib/auth/account'
import { answerOf } from '@/lib/auth/answer'
import { deleteAccountInput } from '@/lib/auth/input'
import { failureState } from '@/lib/auth/messages'
import { auth } from '@/lib/auth/server'
import { forgetSession } from '@/lib/auth/session'
import { limitAttempt } from '@/lib/rate-limit/limits'

/** How long a sign-in replaces the password, in milliseconds; upstream: a day. */
const freshness = 10 * 60 * 1000

/**
 * Deletes the account, given the password or a recent sign-in, and a confirmation: in a dialog, or without
 * JavaScript with a second button.
 */
export const removeAccount = signedInAction(
  { event: 'account.delete', input: deleteAccountInput, path: '/account' },
  async ({ session, user, value: { currentPassword, confirmed } }) => {
    const methods = await listSignInMethods()
    if (!methods.ok) return failureState(methods)
    const hasPassword = methods.data.some(({ provider }) => provider === 'credential')
    if (hasPassword && currentPassword === '') {
      return { fieldErrors: { currentPassword: 'Enter your password.' } }
    }
    if (!hasPassword && Date.now() - session.createdAt.getTime() >= freshness) {
      redirect('/auth/sign-in?again=1&next=%2Faccount')
    }
    if (confirmed !== 'yes') {
      return {
        message:
          'This deletes your account, posts and drafts. It can’t be undone. To go ahead, enter your password again and choose “Yes, delete everything”.',
        values: { asked: 'yes' },
      }
    }

    const tooOften = await limitAttempt('confirm-password', user.id)
    if (tooOften) return failureState(tooOften)
    // The account first, since Neon Auth checks the password: with a wrong one, nothing must be deleted.
    const answer = await answerOf(auth.deleteUser(hasPassword ? { password: currentPassword } : {}))
    if (!answer.ok) return failureState(answer)
    await deleteDataLeftBy(user.id)
    await forgetSession()
    redirect('/auth/sign-in?notice=deleted')
  },
)
