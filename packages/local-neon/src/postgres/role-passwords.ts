/** Checks passwords: the database owner's, and those of roles made in SQL. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Pool } from 'pg'
import type { Credentials, Engine } from './engine'
import { isPasswordOf, makeVerifier, parseVerifier } from './scram'
import type { Verifier } from './scram'

/** Roles' verifiers. The owner's is made from the known password, the others are Postgres's. */
export class RolePasswords {
  #owner: Verifier | null = null
  #known = new Map<string, { text: string; verifier: Verifier }>()

  constructor(
    private readonly owner: Pick<Credentials, 'user' | 'password'>,
    private readonly admin: Pool,
  ) {}

  /** A role's stored password; null if it has no valid one. */
  async verifierOf(user: string): Promise<Verifier | null> {
    if (user === this.owner.user) return (this.#owner ??= makeVerifier(this.owner.password))
    const { rows } = await this.admin.query<{ password: string | null }>(
      `SELECT rolpassword AS password FROM pg_authid WHERE rolname = $1 AND NOT rolsuper
        AND (rolvaliduntil IS NULL OR rolvaliduntil > now())`,
      [user],
    )
    const text = rows[0]?.password ?? ''
    const known = this.#known.get(user)
    if (known?.text === text) return known.verifier
    const verifier = parseVerifier(text)
    if (verifier !== null) this.#known.set(user, { text, verifier })
    return verifier
  }
}

/** Passwords proved right, as digests: checking one against its verifier takes milliseconds. */
const proven = new WeakMap<Verifier, Buffer>()

/** Whether a client with this password is who it says. */
export async function isRightPassword(
  engine: Engine,
  user: string,
  password: string,
): Promise<boolean> {
  const verifier = await engine.verifierOf(user)
  if (verifier === null) return false
  const digest = createHash('sha256').update(password).digest()
  const right = proven.get(verifier)
  if (right !== undefined && timingSafeEqual(right, digest)) return true
  if (!isPasswordOf(verifier, password)) return false
  proven.set(verifier, digest)
  return true
}
