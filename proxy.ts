import { NextResponse, type NextRequest } from 'next/server'
import { passCookiesOn, redeemVerifier, renewSession } from '@/lib/auth/gate'
import { maxFormBody } from '@/lib/http/body-limit'
import { contentSecurityPolicy } from '@/lib/http/content-security-policy'
import { rememberWrite } from '@/lib/db/recent-write'
import { refuse } from '@/lib/http/refusal'

/** Pages for signed-in readers. The pages check for themselves too; this only spares a render. */
const guarded = ['/posts', '/account']

/**
 * The gate before every page: refuses what no page of ours sends, keeps the session cookie fresh, ends
 * a sign-in at a provider, leads strangers from guarded pages to the sign-in page, and sets the
 * Content-Security-Policy.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const refusal = await refuse(request, maxFormBody)
  if (refusal) return refusal

  const redeemed = await redeemVerifier(request)
  if (redeemed) return unkept(NextResponse.redirect(new URL(redeemed, request.nextUrl)))

  const { pathname, search } = request.nextUrl
  // A form goes through: its action asks for itself, and the page keeps what was typed.
  if (request.method === 'GET' || request.method === 'HEAD') {
    const session = await renewSession({ isFresh: pathname.startsWith('/auth/sign-') })
    const isGuarded = guarded.some((path) => pathname === path || pathname.startsWith(`${path}/`))
    if (isGuarded && session === 'signed-out') {
      const url = request.nextUrl.clone()
      // What went wrong on the way back from a provider is said where the way ends.
      const error = url.searchParams.get('error')
      if (error !== null) url.searchParams.delete('error')
      const next = pathname + (error === null ? search : url.search)
      url.pathname = '/auth/sign-in'
      url.search = new URLSearchParams({ next, ...(error !== null && { error }) }).toString()
      return unkept(NextResponse.redirect(url))
    }
    await passCookiesOn(request)
  }

  const nonce = Buffer.from(crypto.randomUUID()).toString('base64')
  const policy = contentSecurityPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  // Next reads the nonce of its own scripts from the request's policy.
  headers.set('Content-Security-Policy', policy)
  // Next compares the same once more, with the host as it came in; here it was found to be ours.
  const origin = request.method === 'POST' ? request.headers.get('origin') : null
  if (origin !== null) headers.set('X-Forwarded-Host', new URL(origin).host)

  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  rememberWrite(request, response)
  return unkept(response)
}

/** Nothing in front of the app keeps what one reader gets. */
function unkept(response: NextResponse): NextResponse {
  response.headers.set('Cache-Control', 'private, no-store')
  return response
}

export const config = {
  // Everything but files; `/api/*` authorizes itself and shows nothing.
  matcher: ['/((?!api/|_next/static|_next/image|icon\\.svg$|favicon\\.ico$|robots\\.txt$).*)'],
}
