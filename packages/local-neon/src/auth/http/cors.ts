/**
 * Cross-origin answers for browser apps that call Neon Auth directly with the session cookie
 * (`fetchOptions: { credentials: 'include' }` in https://neon.com/docs/auth/guides/plugins/jwt).
 * Only trusted origins get them. The cloud's exact headers aren't documented.
 */
function allowOrigin(headers: Headers, origin: string): void {
  headers.set('access-control-allow-origin', origin)
  headers.set('access-control-allow-credentials', 'true')
  headers.append('vary', 'Origin')
}

/** Answers a preflight; untrusted origins get no CORS headers, which browsers take as a no. */
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

/** Adds headers that let a trusted origin's scripts read the response. */
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
