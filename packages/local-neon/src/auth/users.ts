import type { AuthContext } from 'better-auth'
import { makeSignature } from 'better-auth/crypto'
import type { Pool } from 'pg'
import { Problem } from '../problem'

/** An impossible request; the message tells people why. */
export class UserProblem extends Problem {
  constructor(
    readonly kind: 'missing' | 'conflict' | 'invalid',
    message: string,
  ) {
    super(kind, message)
  }
}

/** A session for someone, and the cookie that gives it to apps on this machine. */
export interface SignIn {
  expiresAt: Date
  cookie: { name: string; value: string }
}

export interface NewUser {
  name: string
  email: string
  /** Without one, the user signs in with a code or link. */
  password?: string | undefined
  role?: string | undefined
  emailVerified?: boolean | undefined
}

export interface Ban {
  reason?: string | undefined
  /** When it ends; never if unset. */
  until?: Date | undefined
}

/**
 * What admins can do with Better Auth's admin plugin, with the same effects, for the machine's owner.
 * All throw UserProblem `missing` if there's no such user.
 */
export interface UserAdmin {
  /** @throws UserProblem if the email is taken or the password too short or too long */
  create(user: NewUser): Promise<{ id: string }>
  setRole(id: string, role: string): Promise<void>
  setEmailVerified(id: string, verified: boolean): Promise<void>
  /** Bans someone and ends their sessions. */
  ban(id: string, ban: Ban): Promise<void>
  unban(id: string): Promise<void>
  /** Deletes someone with their sessions and accounts; rows that refer to them may prevent it. */
  delete(id: string): Promise<void>
  endSession(id: string, sessionId: string): Promise<void>
  endSessions(id: string): Promise<void>
  /** Makes a session, as if the user had just signed in. */
  signIn(id: string): Promise<SignIn>
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** @param getContext returns Better Auth with the current settings */
export function createUserAdmin(pool: Pool, getContext: () => Promise<AuthContext>): UserAdmin {
  const find = async (id: string) => {
    const { internalAdapter, ...context } = await getContext()
    if (!uuid.test(id) || !(await internalAdapter.findUserById(id))) {
      throw new UserProblem('missing', 'There’s no such user.')
    }
    return { users: internalAdapter, context }
  }
  const update = async (id: string, changes: Record<string, unknown>) => {
    const { users } = await find(id)
    await users.updateUser(id, { ...changes, updatedAt: new Date() })
  }

  return {
    async create({ name, email, password, role = 'user', emailVerified = false }) {
      const { internalAdapter: users, password: passwords } = await getContext()
      const address = email.toLowerCase()
      if (await users.findUserByEmail(address)) {
        throw new UserProblem('conflict', 'Someone already has this email.')
      }
      const { minPasswordLength: min, maxPasswordLength: max } = passwords.config
      if (password !== undefined && (password.length < min || password.length > max)) {
        throw new UserProblem('invalid', `A password has ${min} to ${max} characters.`)
      }
      const user = await users.createUser({ name, email: address, emailVerified, role })
      if (password !== undefined) {
        await users.linkAccount({
          userId: user.id,
          accountId: user.id,
          providerId: 'credential',
          password: await passwords.hash(password),
        })
      }
      return { id: user.id }
    },
    setRole: (id, role) => update(id, { role }),
    setEmailVerified: (id, emailVerified) => update(id, { emailVerified }),
    async ban(id, { reason, until }) {
      const { users } = await find(id)
      await update(id, {
        banned: true,
        banReason: reason || 'No reason',
        banExpires: until ?? null,
      })
      await users.deleteUserSessions(id)
    },
    unban: (id) => update(id, { banned: false, banReason: null, banExpires: null }),
    async delete(id) {
      const { users } = await find(id)
      await users.deleteUserSessions(id)
      await users.deleteUser(id)
    },
    async endSession(id, sessionId) {
      await find(id)
      const { rowCount } = await pool.query(
        'DELETE FROM neon_auth.session WHERE "userId" = $1 AND id::text = $2',
        [id, sessionId],
      )
      if (rowCount === 0) throw new UserProblem('missing', 'There’s no such session.')
    },
    async endSessions(id) {
      const { users } = await find(id)
      await users.deleteUserSessions(id)
    },
    async signIn(id) {
      const { users, context } = await find(id)
      const { rowCount } = await pool.query(
        `SELECT FROM neon_auth."user"
          WHERE id = $1 AND banned AND coalesce("banExpires" > now(), true)`,
        [id],
      )
      if (rowCount !== 0) {
        throw new UserProblem('conflict', 'This user is banned. Lift the ban first.')
      }
      const session = await users.createSession(id, false, { userAgent: 'Local Neon console' })
      const signature = await makeSignature(session.token, context.secret)
      return {
        expiresAt: session.expiresAt,
        cookie: {
          name: context.authCookies.sessionToken.name,
          value: encodeURIComponent(`${session.token}.${signature}`),
        },
      }
    },
  }
}
