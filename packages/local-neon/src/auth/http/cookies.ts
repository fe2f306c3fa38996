/**
 * Confines the cookies that a browser gets when it opens a page of Neon Auth itself (a link of a
 * mail, a step of OAuth) to Neon Auth's path. In the cloud Neon Auth has a host of its own, so the
 * app never sees these; here both are on `localhost`, and cookies do not tell ports apart
 * (RFC 6265, section 8.5). Without this, an app would seem to be signed in by a link that leaves
 * it signed out in the cloud. The SDK's calls are not navigations and get the cookies unchanged.
 * @param path the path of the auth URL
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
