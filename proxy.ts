import { NextResponse, type NextRequest } from 'next/server'
import { getAdmin } from '@/lib/auth/admin'
import { passCookiesOn, redeemVerifier, renewSession } from '@/lib/auth/gate'
import { isAdminPath } from '@/lib/http/admin-path'
import { maxFormBody } from '@/lib/http/body-limit'
import { contentSecurityPolicy } from '@/lib/http/content-security-policy'
import { rememberWrite } from '@/lib/db/recent-write'
import { isPublicPage, keptForAMinute, publicPageHeader } from '@/lib/http/public-pages'
import { refuse } from '@/lib/http/refusal'
import { strictestHeaders } from '@/lib/http/security-headers'

/** Pages for signed-in readers. The pages check for themselves too; this only saves a render. */
const guarded = ['/posts', '/account']

/** No page has this path, or ever will: strangers get it instead of admin pages. */
const nowhere = '/nowhere'

/**
 * The gate before every page: refuses what none of our pages send, keeps the session cookie fresh, completes
 * a provider's sign-in, leads guests from guarded pages to the sign-in page, and sets the
 * Content-Security-Policy.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const refusal = await refuse(request, maxFormBody)
  if (refusal) return refusal

  const { pathname, search } = request.nextUrl
  // A POST belongs to someone, and its answer may set cookies.
  if (isPublicPage(pathname) && request.method !== 'POST') return publicPage(request)

  const redeemed = await redeemVerifier(request)
  if (redeemed) return redirect(new URL(redeemed, request.nextUrl))

  // Forms go through: their actions check, and the page keeps what was typed.
  if (request.method === 'GET' || request.method === 'HEAD') {
    const session = await renewSession(pathname.startsWith('/auth/sign-'))
    const isGuarded = guarded.some((path) => pathname === path || pathname.startsWith(`${path}/`))
    if (isGuarded && session === 'signed-out') {
      const url = request.nextUrl.clone()
      // A failure on the way back from a provider is shown where the way ends.
      const error = url.searchParams.get('error')
      if (error !== null) url.searchParams.delete('error')
      const next = pathname + (error === null ? search : url.search)
      url.pathname = '/auth/sign-in'
      url.search = new URLSearchParams({ next, ...(error !== null && { error }) }).toString()
      return redirect(url)
    }
    await passCookiesOn(request)
  }

  // After everything an unknown URL goes through, since it's answered like one.
  const isHidden = isAdminPath(pathname) && (await getAdmin()).status === 'stranger'
  const { headers, policy } = withPolicy(request)
  headers.delete(publicPageHeader)
  // Next compares the origin with the incoming host again; we've already found it to be ours.
  const origin = request.method === 'POST' ? request.headers.get('origin') : null
  if (origin !== null) headers.set('X-Forwarded-Host', new URL(origin).host)

  const response = isHidden
    ? NextResponse.rewrite(new URL(nowhere, request.nextUrl), { request: { headers } })
    : NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  rememberWrite(request, response)
  return noStore(response)
}

/**
 * A public page. It gets no cookie, so it can't hold anything of its reader's, and it sets none: caches may
 * keep it for a minute, with its nonce. docs/decisions/0008-public-pages.md says why that's good enough.
 */
function publicPage(request: NextRequest): NextResponse {
  const { headers, policy } = withPolicy(request)
  headers.delete('cookie')
  headers.set(publicPageHeader, '1')
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  response.headers.set('Cache-Control', keptForAMinute)
  return response
}

/** The request's headers with a new nonce and its policy; the answer gets the same policy. */
function withPolicy(request: NextRequest): { headers: Headers; policy: string } {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const policy = contentSecurityPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  // Next takes its scripts' nonce from the request's policy.
  headers.set('Content-Security-Policy', policy)
  return { headers, policy }
}

/** With the headers that hosts without our server, such as Cloudflare, would leave out. */
function redirect(url: URL): NextResponse {
  return noStore(NextResponse.redirect(url, { headers: strictestHeaders }))
}

/** No cache in front of the app keeps one reader's page. */
function noStore(response: NextResponse): NextResponse {
  response.headers.set('Cache-Control', 'private, no-store')
  return response
}

export const config = {
  // Everything but files, some of which are public; `/api/*` authorizes itself and shows nothing.
  matcher: [
    '/((?!api/|_next/static|_next/image|avatars/|icons/|(?:people/[^/]+/)?feed\\.xml$|p/[^/]+/card\\.png$|(?:sitemap\\.xml|manifest\\.webmanifest|robots\\.txt|icon\\.svg|apple-icon\\.png|favicon\\.ico)$).*)',
  ],
}
