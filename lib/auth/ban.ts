import 'server-only'
import { eq } from 'drizzle-orm'
import { users } from '../db/neon-auth'
import { read } from '../db/read'
import type { ActionState } from '../form'
import { attempt } from '../server/attempt'
import type { Failure } from './answer'
import { banText, failureState } from './messages'

/**
 * Like `failureState`, for the last step of a sign-in. Neon Auth refuses a banned person only after the right
 * password or code, so they may learn why and until when, which it doesn't say itself.
 */
export async function signInFailureState(
  answer: Failure,
  email: string,
  values: Record<string, string> = {},
): Promise<ActionState> {
  const state = failureState(answer, values)
  if (answer.reason !== 'refused' || answer.code !== 'BANNED_USER') return state
  const ban = await attempt('auth.ban', async () => {
    const [row] = await read((database) =>
      database
        .select({ reason: users.banReason, until: users.banExpires })
        .from(users)
        .where(eq(users.email, email)),
    )
    return row
  })
  return ban.ok && ban.value ? { ...state, message: banText(ban.value) } : state
}
