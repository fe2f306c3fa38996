/** The id that Next and React give a server error, in the log and the browser; undefined for other errors. */
export function errorDigest(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'digest' in error
    ? String(error.digest)
    : undefined
}
