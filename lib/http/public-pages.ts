/**
 * Pages for everybody: they are made without a cookie, are the same for all, and may be kept for a minute
 * by whatever stands in front of the app. See docs/decisions/0008-public-pages.md.
 */
export function isPublicPage(pathname: string): boolean {
  return pathname.startsWith('/p/') || pathname.startsWith('/people/')
}

/** Tells the layout that it renders such a page; set by proxy.ts alone. */
export const publicPageHeader = 'x-public-page'

/** A shared cache may keep it for a minute; a browser asks each time. */
export const keptForAMinute = 'public, max-age=0, s-maxage=60'
