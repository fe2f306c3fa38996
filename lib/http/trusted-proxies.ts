import 'server-only'
import { env } from '../env'
import { logOnce } from '../server/log'
import { onRequestStart } from '../server/request-start'

/** How many proxies in front of this server to trust: the setting, else Vercel's own. */
export function trustedProxies(): number {
  return env.TRUSTED_PROXIES ?? (env.VERCEL ? 1 : 0)
}

const proxyHeaders = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'forwarded']

/**
 * Says once that a proxy isn't trusted because no setting mentions it: everyone behind it counts as one
 * address. Called once, when the server starts.
 */
export function watchForProxies(): void {
  if (env.TRUSTED_PROXIES !== undefined || env.CLIENT_ADDRESS_HEADER || env.VERCEL) return
  onRequestStart(({ request }) => {
    const header = proxyHeaders.find((name) => request.headers[name] !== undefined)
    if (!header) return
    logOnce('warn', 'proxy.not-believed', {
      header,
      from: request.socket.remoteAddress,
      advice:
        'Set TRUSTED_PROXIES to the number of proxies in front of this app, usually 1. Until then, ' +
        'everyone behind them counts as one address in the limits. 0 means there are none.',
    })
  })
}
