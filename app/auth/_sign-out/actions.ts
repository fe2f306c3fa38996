'use server'

import { redirect } from 'next/navigation'
import { answerOf } from '@/lib/auth/answer'
import { auth } from '@/lib/auth/server'
import { forgetSession } from '@/lib/auth/session'

/**
 * Ends the session at Neon Auth and forgets it in this browser. If Neon Auth doesn't answer, the browser
 * still forgets it, and the next page says that other copies of the session may live on.
 */
export async function signOut(): Promise<void> {
  const answer = await answerOf(auth.signOut())
  await forgetSession()
  const isEnded = answer.ok || answer.reason === 'refused'
  redirect(isEnded ? '/' : '/auth/sign-in?notice=signed-out-here')
}
