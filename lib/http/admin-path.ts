/** Whether a request's raw path leads to the admin pages; Next decodes it too. */
export function isAdminPath(pathname: string): boolean {
  try {
    return /^\/+admin([/?]|$)/.test(decodeURIComponent(pathname))
  } catch {
    return false
  }
}
