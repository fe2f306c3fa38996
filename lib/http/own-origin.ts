import 'server-only'
import { env } from '../env'
import { isLoopbackHost } from './loopback'
import { trustedProxies } from './trusted-proxies'

/**
 * This app's origin, for links that leave it: in emails, and for the way back from a provider. From
 * `APP_URL`, else from Vercel. Clients can send any Host header, and a reset link made from it would give a
 * stranger the token, so it only counts on this machine.
 *
 * @param headers the current request's
 * @returns an origin, or undefined if nothing says for certain what it is
 */
export function ownOrigin(headers: Headers): string | undefined {
  if (env.APP_URL) return env.APP_URL
  const vercelHost =
    env.VERCEL_ENV === 'production' ? env.VERCEL_PROJECT_PRODUCTION_URL : env.VERCEL_URL
  if (vercelHost) return `https://${vercelHost}`
  const url = `http://${headers.get('host') ?? ''}`
  return URL.canParse(url) && isLoopbackHost(new URL(url).hostname)
    ? new URL(url).origin
    : undefined
}

/**
 * Whether a request comes from one of this app's pages. Browsers send Origin with every POST. If `APP_URL` is
 * set, only that origin counts. Otherwise it's the host the request was sent to, over https or on this
 * machine. `X-Forwarded-Host` and `X-Forwarded-Proto` say what that was before a proxy, but anyone can send
 * them, so they only count behind a trusted proxy (`TRUSTED_PROXIES`). Without an Origin, the browser has to
 * say that the page is ours (`Sec-Fetch-Site: same-origin`).
 */
export function isOwnOrigin({ headers }: { headers: Headers }): boolean {
  const origin = headers.get('origin')
  if (origin === null) return headers.get('sec-fetch-site') === 'same-origin'
  // As browsers write it: no userinfo, no path, no default port.
  if (!URL.canParse(origin) || new URL(origin).origin !== origin) return false
  if (env.APP_URL) return origin === env.APP_URL

  const { protocol, hostname } = new URL(origin)
  const proxies = trustedProxies()
  const sentBy = proxies > 0 ? lastOf(headers.get('x-forwarded-proto'), proxies) : undefined
  const isRightScheme = sentBy
    ? protocol === `${sentBy}:`
    : protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname))
  const sentTo = proxies > 0 ? lastOf(headers.get('x-forwarded-host'), proxies) : undefined
  const host = sentTo ?? headers.get('host') ?? ''
  return isRightScheme && /^[\w.:[\]-]+$/.test(host) && isOriginOf(`${protocol}//${host}`, origin)
}

function isOriginOf(url: string, origin: string): boolean {
  return URL.canParse(url) && new URL(url).origin === origin
}

/** What the first of this many proxies added to a header; anyone may have written what's before it. */
function lastOf(value: string | null, proxies: number): string | undefined {
  const entries = (value ?? '').split(',').map((entry) => entry.trim())
  return entries[Math.max(0, entries.length - proxies)] || undefined
}
