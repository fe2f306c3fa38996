import 'server-only'
import { headers } from 'next/headers'
import { clientAddress } from './client-address'
import { countAttempt, forgetAttempts, type Limit } from './limiter'

const minute = 60

/**
 * How often each thing may be tried: for one account, and from one client address, which many people may
 * share. Neon Auth has its own limits, but without TRUSTED_PROXIES it sees all visitors as one client.
 */
const limits = {
  'sign-in': { account: 10, address: 100, seconds: 10 * minute },
  'sign-up': { account: 5, address: 20, seconds: 10 * minute },
  /** Entering a code from an email; Neon Auth itself allows three tries per code. */
  'enter-code': { account: 10, address: 60, seconds: 10 * minute },
  /** Asking for an email. */
  'send-mail': { account: 5, address: 30, seconds: 10 * minute },
  'reset-password': { account: 10, address: 30, seconds: 10 * minute },
  /** Confirming the current password while signed in. */
  'confirm-password': { account: 10, address: 100, seconds: 10 * minute },
  /** Drawing a post's picture, which needs no account. */
  'draw-card': { account: 60, address: 60, seconds: minute },
} as const

export type LimitedAction = keyof typeof limits

/** The answer after too many attempts, as in `Answer` of lib/auth. */
export interface TooOften {
  ok: false
  reason: 'limited'
  /** In seconds. */
  retryAfter: number
}

/**
 * Counts an attempt by the current request.
 *
 * @param action what is attempted
 * @param account an email or a user's id; without one only the client address counts
 * @returns undefined if it may go ahead
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

/** Forgets an account's attempts after one that succeeded, and the steps that led to it. */
export function forgiveAttempts(
  actions: LimitedAction | readonly LimitedAction[],
  account: string,
): Promise<void> {
  return forgetAttempts([actions].flat().map((action) => accountKey(action, account)))
}

function accountKey(action: LimitedAction, account: string): string {
  return `${action} account ${account}`
}
