import 'server-only'
import { z } from 'zod'
import { limitAttempt } from '../../rate-limit/limits'
import type { Answer } from '../upstream/ask'
import { beginSession, callNeonAuth } from '../upstream/call'
import { notFasterThan } from './pace'
import { rememberPendingCode, type PendingCode } from './pending'

/** Neon Auth's names for what a code is for. */
const types = { verify: 'email-verification', 'sign-in': 'sign-in', reset: 'forget-password' }

/**
 * Sends a code to an address, if there is an account (for signing in: in any case), and remembers in
 * this browser that it was. Answers alike, and as fast, whether there is an account or not.
 */
export async function sendCode(code: Omit<PendingCode, 'sentAt'>): Promise<Answer<unknown>> {
  const tooOften = await limitAttempt('send-mail', code.email)
  if (tooOften) return tooOften
  const answer = await notFasterThan(
    400,
    callNeonAuth({
      what: 'send-code',
      path: '/email-otp/send-verification-otp',
      body: { email: code.email, type: types[code.purpose] },
      schema: z.unknown(),
    }),
  )
  if (answer.ok) await rememberPendingCode(code)
  return answer
}

/**
 * Proves an address with the code that was sent to it.
 *
 * @returns whether that signed in; Neon Auth can be set not to
 */
export async function verifyAddress(input: {
  email: string
  code: string
}): Promise<Answer<{ isSignedIn: boolean }>> {
  const { email, code } = input
  const tooOften = await limitAttempt('enter-code', email)
  if (tooOften) return tooOften
  const answer = await beginSession({
    what: 'verify-email',
    path: '/email-otp/verify-email',
    body: { email, otp: code },
    schema: z.looseObject({ token: z.string().nullish() }),
  })
  return answer.ok ? { ok: true, data: { isSignedIn: Boolean(answer.data.token) } } : answer
}
