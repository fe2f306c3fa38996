/**
 * Who may ask. Everything here trusts this machine, but any web page is opened on this machine, too. So
 * each port first checks what a browser says about a request's source, which a page can't choose: `Host`,
 * `Origin` and `Sec-Fetch-Site`. Programs only send `Host`.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

/** A request, as the guard sees it. */
export interface GuardedRequest {
  method?: string | undefined
  headers: IncomingHttpHeaders
}

/** How to reach this machine, besides `localhost`. */
export interface Reach {
  /** More host names it answers to, besides loopback's, without a port, in lower case. */
  hostNames?: readonly string[]
  /** Other machines may ask, by any address of this one. */
  beyondLoopback?: boolean
}

export interface GuardOptions extends Reach {
  /** Whether an origin may ask; by default one on this machine, on any port. */
  isOwnOrigin?: (origin: string) => boolean
  /** Another site may send the browser here (an emailed link, a step of OAuth). */
  links?: boolean
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']

/** The host name in a `Host` header, in lower case; null if invalid. A port may follow. */
function nameInHost(host: string | undefined): string | null {
  const found = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i.exec(host ?? '')
  return found?.[1]?.toLowerCase() ?? null
}

/** An origin's host name, in lower case; null for `null` and anything else but a web origin. */
function nameInOrigin(origin: string): string | null {
  const found = /^https?:\/\/([^/]+)$/.exec(origin)
  return found ? nameInHost(found[1]) : null
}

/** A followed link, at the top of a window: the answer is shown, and nobody else reads it. */
function isLink({ method, headers }: GuardedRequest): boolean {
  const isRead = method === 'GET' || method === 'HEAD'
  const isTop = headers['sec-fetch-dest'] === undefined || headers['sec-fetch-dest'] === 'document'
  return isRead && isTop && headers['sec-fetch-mode'] === 'navigate'
}

/**
 * Why a request is refused, or null if it isn't from another site:
 * - its `Host` isn't this machine. A page on `evil.example`, whose name its owner points to 127.0.0.1 a
 *   moment later (DNS rebinding), names itself there.
 * - its `Origin` is another site's, or `null`
 * - without an `Origin`, a browser says that it comes from another site (`<img>`, `<script>`)
 */
export function refuseForeign(request: GuardedRequest, options: GuardOptions = {}): string | null {
  const { hostNames = [], beyondLoopback = false, links = false } = options
  const { host, origin } = request.headers
  const isOwnName = (name: string | null) =>
    name !== null && (LOOPBACK_NAMES.includes(name) || hostNames.includes(name))
  const isOwnOrigin = options.isOwnOrigin ?? ((text: string) => isOwnName(nameInOrigin(text)))

  const name = nameInHost(host)
  // An address can't be rebound: anyone who asks for it means this machine.
  const isAddress = name !== null && isIP(name.replaceAll(/[[\]]/g, '')) !== 0
  if (!isOwnName(name) && !(beyondLoopback && isAddress)) return 'This host isn’t this machine.'
  if (origin !== undefined) return isOwnOrigin(origin) ? null : 'This origin may not ask here.'
  const isCrossSite = request.headers['sec-fetch-site'] === 'cross-site'
  if (isCrossSite && !(links && isLink(request))) return 'Another site may not ask here.'
  return null
}
