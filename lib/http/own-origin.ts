import 'server-only'
import { env } from '../env'
import { isLoopbackHost } from './loopback'
import { trustedProxies } from './trusted-proxies'

/**
 * The origin of this app, for links that leave it: in mails, and for the way back from a provider.
 * From `APP_URL`, else from Vercel. The Host header is whatever a client sends, and a reset link made
 * from it would hand the token to a stranger: it counts on this machine alone.
 *
 * @param headers of the current request
 * @returns an origin, or undefined when nothing says for certain what it is
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
 * Whether a request comes from a page of this very app. Browsers send Origin with every POST; where
 * `APP_URL` says what the app's own is, nothing else counts. Elsewhere it is the host that the request
 * was sent to, by https or on this machine: `X-Forwarded-Host` and `X-Forwarded-Proto` say what that was
 * before a proxy, and are believed where there is one that can be trusted (`TRUSTED_PROXIES`), since
 * anyone can send them. Without an Origin, only the browser's own word that the page is ours
 * (`Sec-Fetch-Site: same-origin`) counts.
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

/** What the first of so many proxies has added to a header; whatever stands before that is anybody's. */
function lastOf(value: string | null, proxies: number): string | undefined {
  const entries = (value ?? '').split(',').map((entry) => entry.trim())
  return entries[Math.max(0, entries.length - proxies)] || undefined
}
