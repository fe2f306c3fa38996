import 'server-only'
import { headers } from 'next/headers'
import { clientAddress } from './client-address'
import { countAttempt, forgetAttempts, type Limit } from './limiter'

const minute = 60

/**
 * How often each thing may be tried: for one account, and from one client address, where many people
 * may sit. Neon Auth has limits of its own, but without TRUSTED_PROXIES it sees all visitors as one client.
 */
const limits = {
  'sign-in': { account: 10, address: 100, seconds: 10 * minute },
  'sign-up': { account: 5, address: 20, seconds: 10 * minute },
  /** Entering a code that was mailed; Neon Auth itself allows three tries per code. */
  'enter-code': { account: 10, address: 60, seconds: 10 * minute },
  /** Asking for a mail. */
  'send-mail': { account: 5, address: 30, seconds: 10 * minute },
  'reset-password': { account: 10, address: 30, seconds: 10 * minute },
  /** Where a signed-in person gives the current password again. */
  'confirm-password': { account: 10, address: 100, seconds: 10 * minute },
  /** Drawing the picture of a post; nobody has an account there. */
  'draw-card': { account: 60, address: 60, seconds: minute },
} as const

export type LimitedAction = keyof typeof limits

/** The answer for what was tried too often; as `Answer` of lib/auth has it. */
export interface TooOften {
  ok: false
  reason: 'limited'
  /** In seconds. */
  retryAfter: number
}

/**
 * Counts an attempt of the current request.
 *
 * @param action what is tried
 * @param account an e-mail address or a user's id; without one only the client address counts
 * @returns undefined when it may go on
 */
export async function limitAttempt(
  action: LimitedAction,
  account: string | undefined,
): Promise<TooOften | undefined> {
  const address = clientAddress(await headers())
  const { account: perAccount, address: perAddress, seconds } = limits[action]
  const counted: Limit[] = []
  if (account) counted.push({ key: accountKey(action, account), max: perAccount, seconds })
  if (address) counted.push({ key: `${action} address ${address}`, max: perAddress, seconds })
  const retryAfter = await countAttempt(counted)
  return retryAfter === undefined ? undefined : { ok: false, reason: 'limited', retryAfter }
}

/** Forgets the attempts on an account after one that succeeded, and those that led to it. */
export function forgiveAttempts(
  actions: LimitedAction | readonly LimitedAction[],
  account: string,
): Promise<void> {
  return forgetAttempts([actions].flat().map((action) => accountKey(action, account)))
}

function accountKey(action: LimitedAction, account: string): string {
  return `${action} account ${account}`
}
