/** What Next and React call a server's error by, in its log and in the browser; undefined for any other. */
export function errorDigest(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'digest' in error
    ? String(error.digest)
    : undefined
}
