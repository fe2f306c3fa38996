import 'server-only'
import { z } from 'zod'
import { parseJson } from '../http/json-body'
import { offeredProviders } from './flow/provider'
import { credentials, isNotAddress, newAccount } from './input'

/** The POST paths that `/api/auth` lets through, exactly. */
export const postPaths = ['sign-in/email', 'sign-up/email', 'sign-in/social', 'sign-out'] as const

/**
 * Holds a body to the rules of our own forms: any field that no form sends is refused, except return URLs,
 * which must be on our origin.
 *
 * @param path the allowed path below `/api/auth`
 * @param body as it came in
 * @param origin our own
 * @returns the body to pass on; undefined if it's refused
 */
export function checkApiInput(path: (typeof postPaths)[number], body: string, origin: string) {
  const address = z
    .string()
    .refine((value) => URL.canParse(value, origin) && new URL(value, origin).origin === origin)
    .optional()
  const input = z.discriminatedUnion('path', [
    z.object({
      path: z.literal('sign-in/email'),
      body: credentials.extend({ callbackURL: address }),
    }),
    z.object({
      path: z.literal('sign-up/email'),
      body: newAccount.extend({ callbackURL: address }).refine(isNotAddress),
    }),
    z.object({
      path: z.literal('sign-in/social'),
      body: z.strictObject({
        provider: z.enum(offeredProviders.map(({ id }) => id)),
        callbackURL: address,
        errorCallbackURL: address,
        newUserCallbackURL: address,
        disableRedirect: z.boolean().optional(),
      }),
    }),
    z.object({ path: z.literal('sign-out'), body: z.strictObject({}) }),
  ])
  return input.safeParse({ path, body: parseJson(body || '{}') }).data
}
