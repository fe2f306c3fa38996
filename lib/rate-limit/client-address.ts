import 'server-only'
import { env } from '../env'
import { trustedProxies } from '../http/trusted-proxies'
import { onRequestStart } from '../server/request-start'

/** The address the connection came from; this server overwrites whatever was sent. */
const peerHeader = 'x-peer-address'

/**
 * Gives every request its connection's address before Next sees it. Next only shows headers to pages and
 * actions, and without a proxy the client writes `X-Forwarded-For` itself. Called once, when the server
 * starts.
 */
export function rememberPeerAddress(): void {
  onRequestStart(({ request }) => {
    request.headers[peerHeader] = request.socket.remoteAddress ?? ''
  })
}

/**
 * The client's address, as seen by the outermost trusted proxy. Each proxy appends the address it was asked from
 * to `X-Forwarded-For`; the client may have invented anything before those entries. If the host gives the
 * address in its own header (`CLIENT_ADDRESS_HEADER`), only that counts: on Netlify and Cloudflare, no Node
 * HTTP server has seen a connection.
 *
 * @param headers the current request's
 * @param proxies how many proxies in front of this server add to the header
 * @returns an address, for IPv6 the network (/64), since one client has all its addresses; undefined if
 *   unknown
 */
export function clientAddress(
  headers: Headers,
  proxies: number = trustedProxies(),
): string | undefined {
  if (env.CLIENT_ADDRESS_HEADER) {
    const address = headers.get(env.CLIENT_ADDRESS_HEADER)
    return address ? network(address) : undefined
  }
  const forwarded = (headers.get('x-forwarded-for') ?? '').split(',').map((part) => part.trim())
  const hops = [...forwarded, headers.get(peerHeader) ?? ''].filter(Boolean)
  // Without a proxy, only the connection itself counts.
  const hop = proxies === 0 ? headers.get(peerHeader) : hops[hops.length - 1 - proxies]
  return hop ? network(hop) : undefined
}

function network(address: string): string {
  const plain = address
    .toLowerCase()
    .replace(/^\[|\](:\d+)?$/g, '')
    .replace(/%.*$/, '')
  const mapped = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?$/.exec(plain)
  if (mapped?.[1]) return mapped[1]
  const url = `http://[${plain}]`
  if (!URL.canParse(url)) return 'unknown'
  const [head = '', tail = ''] = new URL(url).hostname.slice(1, -1).split('::')
  const first = head.split(':').filter(Boolean)
  const last = tail.split(':').filter(Boolean)
  const zeros = Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0')
  return [...first, ...zeros, ...last].slice(0, 4).join(':')
}
