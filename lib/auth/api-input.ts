import 'server-only'
import { z } from 'zod'
import type { LimitedAction } from '../rate-limit/limits'
import { offeredProviders } from './flow/provider'
import { credentials, isNotAddress, newAccount } from './input'

/** What passes `/api/auth` by POST, by exact path. */
export const postPaths = ['sign-in/email', 'sign-up/email', 'sign-in/social', 'sign-out'] as const
type PostPath = (typeof postPaths)[number]

/**
 * Holds a body to the rules of our own forms, and to nothing beside: a field that no form sends is
 * refused, except the addresses to come back to, which must be on our origin.
 *
 * @param path the allowed path below `/api/auth`
 * @param body as it came in
 * @param origin our own
 * @returns the body as it goes on, and what it is counted as; undefined when it is refused
 */
export function checkApiInput(path: PostPath, body: string, origin: string) {
  const json = parseJson(body)
  const address = z
    .string()
    .refine((value) => URL.canParse(value, origin) && new URL(value, origin).origin === origin)
    .optional()
  switch (path) {
    case 'sign-in/email': {
      const input = credentials.extend({ callbackURL: address })
      return accepted(path, 'sign-in', input.safeParse(json).data)
    }
    case 'sign-up/email': {
      const input = newAccount.extend({ callbackURL: address }).refine(isNotAddress)
      return accepted(path, 'sign-up', input.safeParse(json).data)
    }
    case 'sign-in/social':
      return accepted(path, 'sign-in', social(address).safeParse(json).data)
    case 'sign-out':
      return accepted(path, undefined, z.strictObject({}).safeParse(json).data)
  }
}

function social(address: z.ZodType<string | undefined>) {
  return z.strictObject({
    provider: z.enum(offeredProviders.map(({ id }) => id)),
    callbackURL: address,
    errorCallbackURL: address,
    newUserCallbackURL: address,
    disableRedirect: z.boolean().optional(),
  })
}

function accepted<Path extends PostPath, Limit extends LimitedAction | undefined, Body>(
  path: Path,
  limit: Limit,
  body: Body | undefined,
) {
  return body === undefined ? undefined : { path, limit, body }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text)
  } catch {
    return undefined
  }
}
