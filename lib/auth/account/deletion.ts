import 'server-only'
import { z } from 'zod'
import { deleteDataOf } from '../../account-data'
import { retry } from '../../db/retry'
import { describeError, log } from '../../server/log'
import { limitAttempt } from '../../rate-limit/limits'
import type { Answer } from '../upstream/ask'
import { callNeonAuth, forgetSession } from '../upstream/call'

/** How long a sign-in speaks for the person without a password, in milliseconds. */
const freshness = 10 * 60 * 1000

/**
 * Whether a session began minutes ago. Neon Auth itself would let a day pass.
 *
 * @param createdAt when the session began
 */
export function isFresh(createdAt: Date): boolean {
  return Date.now() - createdAt.getTime() < freshness
}

/**
 * Deletes the account with its sessions, and then everything of it in our tables. In that order, since
 * Neon Auth checks the password: a wrong one must delete nothing. Deleting our rows is repeated when
 * the database does not answer; should it fail for good, the log names the account for a person to see
 * to it.
 *
 * @param input.password needed unless the session is fresh; the caller has checked that
 */
export async function deleteAccount(input: {
  userId: string
  password: string | undefined
}): Promise<Answer<unknown>> {
  const { userId, password } = input
  const tooOften = await limitAttempt('confirm-password', userId)
  if (tooOften) return tooOften
  const answer = await callNeonAuth({
    what: 'delete-account',
    path: '/delete-user',
    body: password === undefined ? {} : { password },
    schema: z.object({ success: z.literal(true) }),
  })
  if (!answer.ok) return answer
  try {
    await retry(() => deleteDataOf(userId))
  } catch (error) {
    log('error', 'account.rows-left', { userId, reason: describeError(error) })
  }
  await forgetSession()
  return answer
}
