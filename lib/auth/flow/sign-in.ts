import 'server-only'
import { forgiveAttempts, limitAttempt } from '../../rate-limit/limits'
import { signInAnswer, signUpAnswer } from '../accounts'
import type { Answer } from '../upstream/ask'
import { actionDeadline, beginSession } from '../upstream/call'

/** Signs in with e-mail and password: the session's cookies are set. */
export async function signInWithPassword(input: {
  email: string
  password: string
}): Promise<Answer<unknown>> {
  const { email, password } = input
  const until = actionDeadline()
  const tooOften = await limitAttempt('sign-in', email)
  if (tooOften) return tooOften
  const answer = await beginSession({
    what: 'sign-in',
    path: '/sign-in/email',
    body: { email, password },
    schema: signInAnswer,
    until,
  })
  if (answer.ok) await forgiveAttempts('sign-in', email)
  return answer
}

/**
 * Makes an account, and signs in where Neon Auth does not ask for the address to be verified first.
 *
 * @returns whether a code was sent instead of a session
 */
export async function signUpWithPassword(input: {
  name: string
  email: string
  password: string
}): Promise<Answer<{ mustVerify: boolean }>> {
  const { name, email, password } = input
  const until = actionDeadline()
  const tooOften = await limitAttempt('sign-up', email)
  if (tooOften) return tooOften
  const answer = await beginSession({
    what: 'sign-up',
    path: '/sign-up/email',
    body: { name, email, password },
    schema: signUpAnswer,
    until,
  })
  return answer.ok ? { ok: true, data: { mustVerify: answer.data.token === null } } : answer
}

/** Signs in with a code from a mail; an address without an account gets one. */
export async function signInWithCode(input: {
  email: string
  code: string
}): Promise<Answer<unknown>> {
  const { email, code } = input
  const until = actionDeadline()
  const tooOften = await limitAttempt('enter-code', email)
  if (tooOften) return tooOften
  return beginSession({
    what: 'sign-in-code',
    path: '/sign-in/email-otp',
    body: { email, otp: code },
    schema: signInAnswer,
    until,
  })
}
