import 'server-only'
import { sendCode } from '@/lib/auth/flow/codes'
import { readPendingCode, secondsToWait, type PendingCode } from '@/lib/auth/flow/pending'
import { failureState } from '@/lib/auth/messages'
import type { ActionState } from '@/lib/form'

/**
 * Emails another code to the person this browser is waiting for.
 *
 * @returns what to show, or undefined if this browser isn't waiting for such a code
 */
export async function resendCode(
  purpose: PendingCode['purpose'],
): Promise<ActionState | undefined> {
  const pending = await readPendingCode(purpose)
  if (!pending) return undefined
  const wait = secondsToWait(pending)
  if (wait > 0) return { message: `Wait ${wait} seconds, then try again.` }
  const answer = await sendCode(pending)
  if (!answer.ok) return failureState(answer)
  return { tone: 'success', message: 'We’ve sent a new code. The old one no longer works.' }
}
