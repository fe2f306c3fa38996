/**
 * Public pages: made without a cookie, the same for everyone, and kept for up to a minute by a cache in front
 * of the app. See docs/decisions/0008-public-pages.md.
 */
export function isPublicPage(pathname: string): boolean {
  return pathname.startsWith('/p/') || pathname.startsWith('/people/')
}

/** Tells the layout that it renders such a page; only proxy.ts sets it. */
export const publicPageHeader = 'x-public-page'

/** A shared cache may keep it for a minute; a browser asks each time. */
export const keptForAMinute = 'public, max-age=0, s-maxage=60'
