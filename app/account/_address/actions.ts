'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { signedInAction } from '@/app/signed-in-action'
import { sendCode } from '@/lib/auth/flow/codes'
import { failureState } from '@/lib/auth/messages'

/** Emails the account a code and leads to the page where it's entered. */
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
