import { NextResponse, type NextRequest } from 'next/server'
import { askedUpstreamHeader } from '@/lib/auth/asked-upstream'
import { redeemVerifier } from '@/lib/auth/flow/verifier'
import { checkSession, sessionStateHeader, submissionHeader } from '@/lib/auth/gate'
import { maxFormBody } from '@/lib/http/body-limit'
import { contentSecurityPolicy } from '@/lib/http/content-security-policy'
import { rememberWrite } from '@/lib/db/recent-write'
import { refuse } from '@/lib/http/refusal'

/** Pages for signed-in readers. The pages check for themselves too; this only spares a render. */
const guarded = ['/posts', '/account']

/**
 * The gate before every page: refuses what no page of ours sends, keeps the session cookie fresh,
 * ends a sign-in at a provider, leads strangers from guarded pages to the sign-in page, and sets the Content-Security-Policy.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const refusal = await refuse(request, maxFormBody)
  if (refusal) return refusal

  const redeemed = await redeemVerifier(request)
  if (redeemed) {
    const response = NextResponse.redirect(new URL(redeemed.path, request.nextUrl))
    return withCookies(response, request, redeemed.setCookies)
  }

  const { pathname, search } = request.nextUrl
  const session = await checkSession(request, { isFresh: pathname.startsWith('/auth/sign-') })

  // A form goes through: its action answers, and the page keeps what was typed.
  const isSubmission = request.method === 'POST'
  const isGuarded = guarded.some((path) => pathname === path || pathname.startsWith(`${path}/`))
  if (isGuarded && !isSubmission && session.status === 'signed-out') {
    const url = request.nextUrl.clone()
    url.pathname = '/auth/sign-in'
    url.search = `?next=${encodeURIComponent(pathname + search)}`
    return withCookies(NextResponse.redirect(url), request, session.setCookies)
  }

  const nonce = Buffer.from(crypto.randomUUID()).toString('base64')
  const policy = contentSecurityPolicy(nonce)
  for (const [name, value] of session.requestCookies) {
    if (value === undefined) request.cookies.delete(name)
    else request.cookies.set(name, value)
  }
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  // Next reads the nonce of its own scripts from the request's policy.
  headers.set('Content-Security-Policy', policy)
  headers.delete(sessionStateHeader)
  headers.delete(submissionHeader)
  headers.delete(askedUpstreamHeader)
  if (isSubmission) headers.set(submissionHeader, '1')
  // Not for an action: whatever is written asks for itself.
  else if (session.askedUpstream) headers.set(askedUpstreamHeader, session.askedUpstream)
  if (session.status === 'unavailable') headers.set(sessionStateHeader, 'unavailable')

  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  rememberWrite(request, response)
  return withCookies(response, request, session.setCookies)
}

/** Cookies go out on reads alone: an action answers with cookies of its own, which must win. */
function withCookies(response: NextResponse, request: NextRequest, lines: string[]): NextResponse {
  if (request.method === 'GET' || request.method === 'HEAD') {
    for (const line of lines) response.headers.append('Set-Cookie', line)
  }
  response.headers.set('Cache-Control', 'private, no-store')
  return response
}

export const config = {
  // Everything but files; `/api/*` authorizes itself and shows nothing.
  matcher: ['/((?!api/|_next/static|_next/image|icon\\.svg$|favicon\\.ico$|robots\\.txt$).*)'],
}
