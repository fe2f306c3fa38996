/** Where someone goes after signing in, by default. */
export const defaultNextPath = '/posts'

/**
 * The path on our origin that a `next` parameter names, or a safe default.
 *
 * Browsers read `\` as `/`, drop tabs and line breaks in URLs, and take `//host` as another host (WHATWG
 * URL). So a path is accepted only if it's still ours when parsed as a browser would, also after each round
 * of percent-decoding.
 *
 * @param value anything: a search parameter, a form field, an array, undefined
 * @param fallback the path for anything that can't be trusted
 * @returns an absolute path with its search and hash, beginning with a single `/`
 */
export function safeNextPath(value: unknown, fallback: string = defaultNextPath): string {
  if (typeof value !== 'string' || value.length > 2048 || !value.startsWith('/')) return fallback
  if (!isOwnPath(value)) return fallback
  const url = new URL(value, base)
  let path = url.pathname
  for (let round = 0; round < 4; round++) {
    const decoded = decodeOnce(path)
    if (decoded === undefined || !isOwnPath(decoded)) return fallback
    if (decoded === path) break
    path = decoded
  }
  // Don't come back to the sign-in pages themselves or the API.
  if (/^\/(auth|api)(\/|$)/.test(url.pathname)) return fallback
  return url.pathname + url.search + url.hash
}

/** The sign-in page that leads back to `path`. */
export function signInPath(path: string): string {
  return `/auth/sign-in?next=${encodeURIComponent(path)}`
}

const base = 'http://own.invalid'

function isOwnPath(path: string): boolean {
  if (!path.startsWith('/') || /^\/[/\\]/.test(path)) return false
  if (/[\u0000-\u001F\u007F\\]/.test(path)) return false
  if (!URL.canParse(path, base)) return false
  const url = new URL(path, base)
  return url.origin === base && !url.pathname.startsWith('//')
}

function decodeOnce(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
