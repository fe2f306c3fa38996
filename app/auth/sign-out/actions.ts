'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { askNeonAuth } from '@/lib/auth/upstream/ask'
import { forgetSession } from '@/lib/auth/upstream/call'
import { auth } from '@/lib/auth/server'

/**
 * Ends the session at Neon Auth and forgets it in this browser. When Neon Auth does not answer the
 * browser still forgets it, and the next page says that other copies of the session may live on.
 */
export async function signOut(): Promise<void> {
  const answer = await askNeonAuth('sign-out', z.unknown(), () => auth.signOut())
  await forgetSession()
  redirect(
    !answer.ok && answer.reason === 'unavailable' ? '/auth/sign-in?notice=signed-out-here' : '/',
  )
}
