/**
 * Limits the cookies from opening Neon Auth's own pages (an email link, an OAuth step) to Neon Auth's
 * path. In the cloud, Neon Auth has its own host, so the app never sees them; here both are on
 * `localhost`, and cookies ignore ports (RFC 6265, section 8.5). Without this, a link could seem to
 * sign in an app that it leaves signed out in the cloud. The SDK's calls aren't navigations, so their
 * cookies stay unchanged.
 * @param path the auth URL's path
 */
export function confineCookies(request: Request, response: Response, path: string): Response {
  const cookies = response.headers.getSetCookie()
  if (request.headers.get('sec-fetch-mode') !== 'navigate' || cookies.length === 0) return response
  const headers = new Headers(response.headers)
  headers.delete('set-cookie')
  for (const cookie of cookies) {
    headers.append('set-cookie', cookie.replace(/; Path=\/(?=;|$)/i, `; Path=${path}`))
  }
  return new Response(response.body, { status: response.status, headers })
}
