import 'server-only'
import { z } from 'zod'
import { describeUserAgent } from '../../http/user-agent'
import type { Answer } from '../upstream/ask'
import { callNeonAuth, readNeonAuth } from '../upstream/call'

const upstreamSession = z.object({
  id: z.string(),
  token: z.string(),
  userAgent: z.string().nullish(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
})

/** A place where someone is signed in, as a page may show it: without the token. */
export interface SignedInPlace {
  id: string
  /** Browser and device in words. */
  device: string
  /** Neon Auth notes it once a day. */
  lastUsed: Date
  isCurrent: boolean
}

const list = () =>
  readNeonAuth({
    what: 'list-sessions',
    path: '/list-sessions',
    schema: z.array(upstreamSession),
  })

/**
 * Where the signed-in person is signed in: this place first, then the one used last. Neon Auth tells
 * it only to a session that is less than a day old (`SESSION_NOT_FRESH`).
 *
 * @param currentId id of this session
 */
export async function listSignedInPlaces(currentId: string): Promise<Answer<SignedInPlace[]>> {
  const answer = await list()
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

/** Ends one session of the signed-in person; one that is not theirs, or gone, is no error. */
export async function endPlace(id: string): Promise<Answer<unknown>> {
  const answer = await list()
  if (!answer.ok) return answer
  const session = answer.data.find((one) => one.id === id)
  if (!session) return { ok: true, data: null }
  return callNeonAuth({
    what: 'end-session',
    path: '/revoke-session',
    body: { token: session.token },
    schema: z.unknown(),
  })
}
