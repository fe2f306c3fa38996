import 'server-only'
import { z } from 'zod'
import { describeUserAgent } from '../http/user-agent'
import { answerOf, type Answer } from './answer'
import { auth } from './server'

const sessions = z.array(
  z.object({
    id: z.string(),
    token: z.string(),
    userAgent: z.string().nullish(),
    createdAt: z.coerce.date(),
    updatedAt: z.coerce.date(),
  }),
)

/** One way to sign in to an account: `credential` is the password, anything else a provider. */
const signInMethod = z
  .object({ providerId: z.string(), createdAt: z.coerce.date() })
  .transform(({ providerId, createdAt }) => ({ provider: providerId, since: createdAt }))
export type SignInMethod = z.output<typeof signInMethod>

/** A place where someone is signed in, safe to show: without the token. */
export interface SignedInPlace {
  id: string
  /** Browser and device in words. */
  device: string
  /** Neon Auth notes it once a day. */
  lastUsed: Date
  isCurrent: boolean
}

/**
 * Where the person is signed in: this place first, then the most recently used. Neon Auth only tells a
 * session less than a day old (`SESSION_NOT_FRESH`).
 *
 * @param currentId id of this session
 */
export async function listSignedInPlaces(currentId: string): Promise<Answer<SignedInPlace[]>> {
  const answer = await answerOf(auth.listSessions(), sessions)
  if (!answer.ok) return answer
  const places = answer.data.map(({ id, userAgent, createdAt, updatedAt }) => ({
    id,
    device: describeUserAgent(userAgent),
    lastUsed: updatedAt > createdAt ? updatedAt : createdAt,
    isCurrent: id === currentId,
  }))
  places.sort(
    (a, b) =>
      Number(b.isCurrent) - Number(a.isCurrent) || b.lastUsed.getTime() - a.lastUsed.getTime(),
  )
  return { ok: true, data: places }
}

/**
 * Ends one of the person's sessions; someone else's, or one already gone, isn't an error. Pages use a
 * session's id, since its token must not reach the browser.
 */
export async function endPlace(id: string): Promise<Answer<unknown>> {
  const answer = await answerOf(auth.listSessions(), sessions)
  const session = answer.ok && answer.data.find((one) => one.id === id)
  return session ? answerOf(auth.revokeSession({ token: session.token })) : answer
}

/** The person's ways to sign in; codes by email always work and aren't listed. */
export function listSignInMethods(): Promise<Answer<SignInMethod[]>> {
  return answerOf(auth.listAccounts(), z.array(signInMethod))
}
