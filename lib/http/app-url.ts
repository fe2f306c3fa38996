import 'server-only'
import { env } from '../env'
import { log } from '../server/log'

const advice =
  'Set APP_URL to the URL of this app, such as https://example.com. Without it, password reset ' +
  'links and sign-in with a provider fail everywhere but on localhost.'

/** Says at startup what won't work. Vercel knows its own URL. */
export function warnWithoutAppUrl(): void {
  if (env.APP_URL || env.VERCEL || process.env.NODE_ENV !== 'production') return
  log('warn', 'app-url.missing', { advice })
}

/**
 * Logs that something failed because `APP_URL` is missing.
 *
 * @param what what failed
 * @returns the log line's id
 */
export function missesAppUrl(what: string): string {
  return log('error', 'app-url.missing', { what, advice })
}
