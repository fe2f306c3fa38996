import 'server-only'
import { z } from 'zod'
import { answerOf, type Answer } from '../answer'
import { auth } from '../server'
import { inSteps } from './pace'

/** Without a token, Neon Auth wants the email verified first, and answers the same if it's taken. */
const signedUp = z.looseObject({ token: z.string().nullable() })

/**
 * Creates an account. If emails have to be verified, the answer and its timing are the same whether the email
 * was taken or not.
 */
export function createAccount(
  account: Parameters<typeof auth.signUp.email>[0],
): Promise<Answer<z.output<typeof signedUp>>> {
  return inSteps(
    answerOf(auth.signUp.email(account), signedUp),
    (answer) => answer.ok && answer.data.token === null,
  )
}
