/**
 * Cross-origin answers for browser apps that call Neon Auth directly with the session cookie
 * (`fetchOptions: { credentials: 'include' }` in https://neon.com/docs/auth/guides/plugins/jwt).
 * Only trusted origins get them. Which headers the cloud sends exactly is not documented.
 */
function allowOrigin(headers: Headers, origin: string): void {
  headers.set('access-control-allow-origin', origin)
  headers.set('access-control-allow-credentials', 'true')
  headers.append('vary', 'Origin')
}

/** The answer to a preflight; without CORS headers, which the browser takes as a no, if untrusted. */
export function preflight(request: Request, isTrusted: (origin: string) => boolean): Response {
  const headers = new Headers()
  const origin = request.headers.get('origin')
  if (origin && isTrusted(origin)) {
    allowOrigin(headers, origin)
    headers.set('access-control-allow-methods', 'GET, POST, OPTIONS')
    const requested = request.headers.get('access-control-request-headers')
    if (requested) headers.set('access-control-allow-headers', requested)
  }
  return new Response(null, { status: 204, headers })
}

/** The response with the headers that let a trusted origin's scripts read it. */
export function withCors(
  request: Request,
  response: Response,
  isTrusted: (origin: string) => boolean,
): Response {
  const origin = request.headers.get('origin')
  if (!origin || !isTrusted(origin)) return response
  const headers = new Headers(response.headers)
  allowOrigin(headers, origin)
  return new Response(response.body, { status: response.status, headers })
}
