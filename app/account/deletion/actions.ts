'use server'

import { redirect } from 'next/navigation'
import { deleteAccount, isFresh } from '@/lib/auth/account/deletion'
import { listSignInMethods } from '@/lib/auth/account/sign-in-methods'
import { deleteAccountInput } from '@/lib/auth/accounts'
import { failureState } from '@/lib/auth/messages'
import { getFreshSession } from '@/lib/auth/session'
import { parseForm, type ActionState } from '@/lib/form'
import { signInPath } from '@/lib/http/next-path'
import { viewerUnavailable } from '../unavailable'

/**
 * Deletes the account, after the password or a sign-in minutes ago, and after the question whether it
 * is meant: in a dialog, or without JavaScript by a second button.
 */
export async function removeAccount(_previous: ActionState, data: FormData): Promise<ActionState> {
  const session = await getFreshSession()
  if (session.status === 'signed-out') redirect(signInPath('/account'))
  if (session.status === 'unavailable') return viewerUnavailable(data)
  const form = parseForm(deleteAccountInput, data)
  if (!form.ok) return form.state
  const { currentPassword, confirmed } = form.value

  const methods = await listSignInMethods()
  if (!methods.ok) return failureState(methods)
  const hasPassword = methods.data.some(({ provider }) => provider === 'credential')
  if (hasPassword && currentPassword === '') {
    return { fieldErrors: { currentPassword: 'Enter your password.' } }
  }
  if (!hasPassword && !isFresh(session.data.session.createdAt)) {
    redirect('/auth/sign-in?again=1&next=%2Faccount')
  }
  if (confirmed !== 'yes') {
    return {
      message:
        'This deletes your account, your posts and your drafts for good. If you mean it, enter your password again and choose "Yes, delete everything".',
      values: { asked: 'yes' },
    }
  }

  const answer = await deleteAccount({
    userId: session.data.user.id,
    password: hasPassword ? currentPassword : undefined,
  })
  if (!answer.ok) return failureState(answer)
  redirect('/auth/sign-in?notice=deleted')
}
