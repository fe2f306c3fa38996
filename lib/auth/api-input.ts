import 'server-only'
import { z } from 'zod'
import type { LimitedAction } from '../rate-limit/limits'
import { emailAddress, personName } from '../text'
import { newPassword } from './accounts'

/** What a body to `/api/auth` is counted as, and for whom. */
type ApiInput = { ok: true; limit?: LimitedAction; email?: string } | { ok: false }

const addresses = ['callbackURL', 'errorCallbackURL', 'newUserCallbackURL'] as const

/**
 * Holds a body to the rules of our own forms: a new account has a proper name and a password that not
 * everybody tries, and every address to come back to is on our origin.
 *
 * @param path the allowed path below `/api/auth`
 * @param body as it came in
 * @param origin our own
 */
export function checkApiInput(path: string, body: string, origin: string): ApiInput {
  const json = z.looseObject({}).safeParse(parseJson(body))
  if (!json.success) return { ok: false }
  const fields: Record<string, unknown> = json.data
  for (const name of addresses) {
    const value = fields[name]
    if (value === undefined) continue
    if (typeof value !== 'string' || !URL.canParse(value, origin)) return { ok: false }
    if (new URL(value, origin).origin !== origin) return { ok: false }
  }
  // Neon Auth says what is wrong with an address; such attempts count for the client alone.
  const email = emailAddress.safeParse(fields.email).data
  switch (path) {
    case 'sign-in/email':
      return { ok: true, limit: 'sign-in', email }
    case 'sign-in/social':
      return { ok: true, limit: 'sign-in' }
    case 'sign-up/email': {
      const account = z.looseObject({ name: personName, password: newPassword })
      return account.safeParse(fields).success
        ? { ok: true, limit: 'sign-up', email }
        : { ok: false }
    }
    default:
      return { ok: true }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text)
  } catch {
    return undefined
  }
}
