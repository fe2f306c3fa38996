import 'server-only'
import { z } from 'zod'
import type { Answer } from '../upstream/ask'
import { callNeonAuth, readNeonAuth } from '../upstream/call'

const accounts = z.array(
  z.object({ providerId: z.string(), accountId: z.string(), createdAt: z.coerce.date() }),
)

/** One way to sign in to an account. */
export interface SignInMethod {
  /** `credential` is the password; anything else a provider. */
  provider: string
  since: Date
}

/** The ways in which the signed-in person can sign in; codes by mail always work and are not listed. */
export async function listSignInMethods(): Promise<Answer<SignInMethod[]>> {
  const answer = await readNeonAuth({
    what: 'list-accounts',
    path: '/list-accounts',
    schema: accounts,
  })
  if (!answer.ok) return answer
  return {
    ok: true,
    data: answer.data.map(({ providerId, createdAt }) => ({
      provider: providerId,
      since: createdAt,
    })),
  }
}

/** Disconnects a provider; Neon Auth refuses to take the last one away. */
export function disconnectProvider(provider: string): Promise<Answer<unknown>> {
  return callNeonAuth({
    what: 'disconnect',
    path: '/unlink-account',
    body: { providerId: provider },
    schema: z.unknown(),
  })
}
