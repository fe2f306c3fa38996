import 'server-only'
import { z } from 'zod'
import { describeUserAgent } from '../http/user-agent'
import { isAdminRole } from './admin-role'
import { answerOf, type Answer } from './answer'
import { auth } from './server'
import { getFreshSession, getViewer } from './session'

/** Who is asking for an admin page. */
export type AdminState =
  | { status: 'admin'; id: string }
  /** Neon Auth isn't answering, but called them an admin a few minutes ago. */
  | { status: 'unavailable' }
  | { status: 'stranger' }

/**
 * Whether an admin is asking. Checks with Neon Auth every time, since a role can be taken away. To anyone
 * else, the page doesn't exist.
 */
export async function getAdmin(): Promise<AdminState> {
  const session = await getFreshSession()
  if (session.status === 'signed-in') {
    const { id, role } = session.data.user
    return isAdminRole(role) ? { status: 'admin', id } : { status: 'stranger' }
  }
  if (session.status === 'signed-out') return { status: 'stranger' }
  const known = await getViewer()
  return known.status === 'signed-in' && known.viewer.isAdmin
    ? { status: 'unavailable' }
    : { status: 'stranger' }
}

const sessions = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      userAgent: z.string().nullish(),
      updatedAt: z.coerce.date(),
      expiresAt: z.coerce.date(),
    }),
  ),
})

/** A place where someone is signed in. */
export interface PersonSession {
  id: string
  /** Browser and device in words. */
  device: string
  lastUsed: Date
}

/** Where someone is signed in, latest first. For admins: Neon Auth refuses others. */
export async function listSessionsOf(userId: string): Promise<Answer<PersonSession[]>> {
  const answer = await answerOf(auth.admin.listUserSessions({ userId }), sessions)
  if (!answer.ok) return answer
  const data = answer.data.sessions
    .filter(({ expiresAt }) => expiresAt.getTime() > Date.now())
    .map(({ id, userAgent, updatedAt }) => ({
      id,
      device: describeUserAgent(userAgent),
      lastUsed: updatedAt,
    }))
    .sort((a, b) => b.lastUsed.getTime() - a.lastUsed.getTime())
  return { ok: true, data }
}

/** An admin's actions, through Neon Auth's admin plugin, which checks the role again. */
export const people = {
  setRole: (userId: string, role: 'admin' | 'user') =>
    answerOf(auth.admin.setRole({ userId, role })),
  /** Ends their sessions too. Lasts `seconds`, or forever without them. */
  ban: (userId: string, ban: { reason: string; seconds?: number }) =>
    answerOf(auth.admin.banUser({ userId, banReason: ban.reason, banExpiresIn: ban.seconds })),
  unban: (userId: string) => answerOf(auth.admin.unbanUser({ userId })),
  signOut: (userId: string) => answerOf(auth.admin.revokeUserSessions({ userId })),
  remove: (userId: string) => answerOf(auth.admin.removeUser({ userId })),
}
