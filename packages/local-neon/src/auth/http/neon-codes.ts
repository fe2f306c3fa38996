/**
 * Neon runs Better Auth 1.4, which derives codes from messages; the version here has its own codes
 * for the same refusals.
 */
const neonCodes: Record<string, { code: string; message: string }> = {
  INVALID_CALLBACK_URL: { code: 'INVALID_CALLBACKURL', message: 'Invalid callbackURL' },
  INVALID_REDIRECT_URL: { code: 'INVALID_REDIRECTTO', message: 'Invalid redirectTo' },
  INVALID_ERROR_CALLBACK_URL: {
    code: 'INVALID_ERRORCALLBACKURL',
    message: 'Invalid errorCallbackURL',
  },
  INVALID_NEW_USER_CALLBACK_URL: {
    code: 'INVALID_NEWUSERCALLBACKURL',
    message: 'Invalid newUserCallbackURL',
  },
}

/** Replaces Better Auth's code with Neon's where they differ. */
export async function withNeonCodes(response: Response): Promise<Response> {
  if (response.status !== 403) return response
  const text = await response.text()
  const headers = new Headers(response.headers)
  return new Response(translate(text), { status: response.status, headers })
}

function translate(text: string): string {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body !== 'object' || body === null || !('code' in body)) return text
    const neon = typeof body.code === 'string' ? neonCodes[body.code] : undefined
    return neon ? JSON.stringify({ ...body, ...neon }) : text
  } catch {
    return text
  }
}
