import 'server-only'
import { limitAttempt } from '../../rate-limit/limits'
import { answerOf, type Answer } from '../answer'
import { auth } from '../server'
import { inSteps } from './pace'
import { rememberPendingCode, type PendingCode } from './pending'

/** Neon Auth's names for what a code is for. */
const types = {
  verify: 'email-verification',
  'sign-in': 'sign-in',
  reset: 'forget-password',
} as const

/**
 * Sends a code to an email, if it has an account (for signing in, always), and remembers that in this
 * browser. The answer and its timing are the same with or without an account.
 */
export async function sendCode(code: Omit<PendingCode, 'sentAt'>): Promise<Answer<unknown>> {
  const tooOften = await limitAttempt('send-mail', code.email)
  if (tooOften) return tooOften
  const { email, purpose } = code
  const answer = await inSteps(
    answerOf(auth.emailOtp.sendVerificationOtp({ email, type: types[purpose] })),
  )
  if (answer.ok) await rememberPendingCode(code)
  return answer
}
