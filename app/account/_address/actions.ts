'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { signedInAction } from '@/app/signed-in-action'
import { sendCode } from '@/lib/auth/flow/codes'
import { failureState } from '@/lib/auth/messages'

/** Mails a code to the address of the account and leads to where it is entered. */
export const startVerification = signedInAction(
  { event: 'account.address', input: z.object({}), path: '/account' },
  async ({ user }) => {
    if (user.emailVerified) redirect('/account')
    const answer = await sendCode({
      purpose: 'verify',
      email: user.email,
      next: '/account?done=verified',
    })
    if (!answer.ok) return failureState(answer)
    redirect('/auth/verify-email')
  },
)
