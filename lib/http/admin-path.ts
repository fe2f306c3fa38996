/** Whether a path, as it stands in a request, leads to the pages for admins: Next decodes it, too. */
export function isAdminPath(pathname: string): boolean {
  try {
    return /^\/+admin([/?]|$)/.test(decodeURIComponent(pathname))
  } catch {
    return false
  }
}
