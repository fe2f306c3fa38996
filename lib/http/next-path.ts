/** Where someone goes after signing in when nothing else is asked for. */
export const defaultNextPath = '/posts'

/**
 * The path of our own origin that a `next` parameter names, or a safe default.
 *
 * Browsers read `\` as `/`, drop tabs and line breaks inside addresses, and take `//host` as another
 * host (WHATWG URL), so a path is accepted only if it is still ours after being parsed as a browser
 * would, and its path again after each round of percent-decoding.
 *
 * @param value anything: a search parameter, a form field, an array, undefined
 * @param fallback the path given for whatever cannot be trusted
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
  // The sign-in pages themselves and the API are no places to come back to.
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
