import 'server-only'
import { z } from 'zod'
import type { Answer } from '../upstream/ask'
import { callNeonAuth, renewSessionData } from '../upstream/call'

/**
 * Changes name and picture of the signed-in person. The session cookie is signed anew, so that every
 * page shows them at once.
 *
 * @param input.image an https address, or null for none
 */
export async function changeProfile(input: {
  name: string
  image: string | null
}): Promise<Answer<unknown>> {
  const answer = await callNeonAuth({
    what: 'change-profile',
    path: '/update-user',
    body: input,
    schema: z.unknown(),
  })
  if (answer.ok) await renewSessionData()
  return answer
}
