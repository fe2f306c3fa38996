import 'server-only'
import { env } from '../env'

/** How many proxies in front of this server may be believed: the setting, else Vercel's own. */
export function trustedProxies(): number {
  return env.TRUSTED_PROXIES ?? (env.VERCEL ? 1 : 0)
}
