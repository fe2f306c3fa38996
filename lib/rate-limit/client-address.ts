import 'server-only'
import { env } from '../env'
import { trustedProxies } from '../http/trusted-proxies'
import { onRequestStart } from '../server/request-start'

/** Holds the address of whoever opened the connection; set by this server over whatever was sent. */
const peerHeader = 'x-peer-address'

/**
 * Lets every request carry the address that its connection came from, before Next sees it. Next shows
 * a page or an action headers alone, and `X-Forwarded-For` is what the client says it is wherever no
 * proxy has added to it. Called once, when the server starts.
 */
export function rememberPeerAddress(): void {
  onRequestStart(({ request }) => {
    request.headers[peerHeader] = request.socket.remoteAddress ?? ''
  })
}

/**
 * The address of the client, as the last proxy that can be trusted has seen it. Each proxy adds the
 * address that it was asked from to the end of `X-Forwarded-For`; what stands before those entries is
 * the client's own invention. Where the host says it in a header of its own (`CLIENT_ADDRESS_HEADER`),
 * that alone counts: on Netlify and Cloudflare no HTTP server of Node's has seen a connection.
 *
 * @param headers of the current request
 * @param proxies how many proxies in front of this server add to the header
 * @returns an address, of IPv6 the network (/64), since one client has all of its addresses;
 *   undefined when it is not known
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
