import 'server-only'
import { z } from 'zod'
import { answerOf, type Answer } from '../answer'
import { auth } from '../server'
import { inSteps } from './pace'

/** Without a token Neon Auth wants the address to be verified first, and answers the same if it is taken. */
const signedUp = z.looseObject({ token: z.string().nullable() })

/**
 * Creates an account. Where addresses have to be verified, it answers alike, and as fast, whether there
 * was an account with that address or not.
 */
export function createAccount(
  account: Parameters<typeof auth.signUp.email>[0],
): Promise<Answer<z.output<typeof signedUp>>> {
  return inSteps(
    answerOf(auth.signUp.email(account), signedUp),
    (answer) => answer.ok && answer.data.token === null,
  )
}
