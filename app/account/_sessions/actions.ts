'use server'

import { refresh } from 'next/cache'
import { signedInAction } from '@/app/signed-in-action'
import { endPlace } from '@/lib/auth/account'
import { answerOf } from '@/lib/auth/answer'
import { sessionInput } from '@/lib/auth/input'
import { failureState } from '@/lib/auth/messages'
import { auth } from '@/lib/auth/server'

/** Ends one session, or with `id=others` all but this one. */
export const endSessions = signedInAction(
  {
    event: 'account.sessions',
    input: sessionInput,
    path: '/account',
    unreadable: 'That didn’t work. Reload the page and try again.',
  },
  async ({ session, value: { id } }) => {
    if (id === session.id) return { message: 'To sign out here, use the account menu.' }
    const isAll = id === 'others'
    const answer = await (isAll ? answerOf(auth.revokeOtherSessions()) : endPlace(id))
    if (!answer.ok) return failureState(answer)
    refresh()
    return {
      tone: 'success',
      message: isAll ? 'You’re signed out everywhere else.' : 'Signed out on that device',
    }
  },
)
