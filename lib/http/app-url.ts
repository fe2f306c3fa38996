import 'server-only'
import { env } from '../env'
import { log } from '../server/log'

const advice =
  'Set APP_URL to the URL of this app, such as https://example.com. Without it, password reset ' +
  'links and sign-in with a provider fail everywhere but on localhost.'

/** Says at the start of a server what will not work on it. Vercel knows its own address. */
export function warnWithoutAppUrl(): void {
  if (env.APP_URL || env.VERCEL || process.env.NODE_ENV !== 'production') return
  log('warn', 'app-url.missing', { advice })
}

/**
 * Says that something failed for want of `APP_URL`.
 *
 * @param what that is
 * @returns the id of the line in the log
 */
export function missesAppUrl(what: string): string {
  return log('error', 'app-url.missing', { what, advice })
}
