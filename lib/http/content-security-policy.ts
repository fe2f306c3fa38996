import { reportsGroup, reportsPath } from './security-headers'

/**
 * The Content-Security-Policy of a page.
 *
 * Scripts run only with this response's nonce, or if such a script loads them. Styles may be inline: React
 * and the menus set `style` attributes, which a nonce can't cover.
 *
 * @param nonce base64, new for each response
 */
export function contentSecurityPolicy(nonce: string): string {
  const isDevelopment = process.env.NODE_ENV === 'development'
  return [
    `default-src 'self'`,
    // React only uses eval in development, to rebuild server stacks in the browser.
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
    // Firefox supports nothing else.
    `report-uri ${reportsPath}`,
  ].join('; ')
}
