import { reportsGroup, reportsPath } from './security-headers'

/**
 * The Content-Security-Policy of a page.
 *
 * Scripts run only with the nonce of this very response, or when such a script loads them. Styles may
 * be inline: React and the menus set `style` attributes, which no nonce can cover.
 *
 * @param nonce base64, new for each response
 */
export function contentSecurityPolicy(nonce: string): string {
  const isDevelopment = process.env.NODE_ENV === 'development'
  return [
    `default-src 'self'`,
    // React uses eval in development alone, to rebuild server stacks in the browser.
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: https:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `object-src 'none'`,
    `frame-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
    `report-to ${reportsGroup}`,
    // Firefox knows no other way.
    `report-uri ${reportsPath}`,
  ].join('; ')
}
