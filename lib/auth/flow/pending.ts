import 'server-only'
import { cookies } from 'next/headers'
import { z } from 'zod'
import { parseJson } from '../../http/json-body'
import { emailAddress } from '../../text'
import { cookieOptions } from '../cookies'

const name = '__Host-pending-code'

/** How long the page for a code remembers the address, in seconds; codes live ten minutes. */
const lifetime = 30 * 60

/** Between two emails with a code, in seconds. */
export const resendWait = 60

const pending = z.object({
  /** What the code is for. */
  purpose: z.enum(['verify', 'sign-in', 'reset']),
  email: emailAddress,
  /** Where to go afterwards, a path of our own. */
  next: z.string().max(2048),
  /** When the last code was sent, in milliseconds since 1970. */
  sentAt: z.number(),
})

/** A code that was mailed and not entered yet. */
export type PendingCode = z.output<typeof pending>

/**
 * Remembers whom a code was sent to, in this browser only. Not in the URL, which ends up in logs and
 * histories. The cookie proves nothing, so it needs no signature.
 */
export async function rememberPendingCode(value: Omit<PendingCode, 'sentAt'>): Promise<void> {
  const text = JSON.stringify({ ...value, sentAt: Date.now() })
  ;(await cookies()).set(name, text, { ...cookieOptions, maxAge: lifetime })
}

/** The code this browser is waiting for, if it's for that purpose. */
export async function readPendingCode(
  purpose: PendingCode['purpose'],
): Promise<PendingCode | undefined> {
  const value = (await cookies()).get(name)?.value ?? ''
  const { data } = pending.safeParse(parseJson(value))
  return data?.purpose === purpose ? data : undefined
}

/** Forgets it once it has been entered. */
export async function forgetPendingCode(): Promise<void> {
  ;(await cookies()).set(name, '', { ...cookieOptions, maxAge: 0 })
}

/** Seconds until another code may be sent. */
export function secondsToWait({ sentAt }: PendingCode): number {
  const passed = Math.max(0, Math.floor((Date.now() - sentAt) / 1000))
  return Math.max(0, resendWait - passed)
}
