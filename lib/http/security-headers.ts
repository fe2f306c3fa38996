/** Where browsers report policy violations, and the name policies use for it. */
export const reportsPath = '/api/reports'
/** Browsers send reports without a policy, such as deprecations and crashes, to the endpoint of this name. */
export const reportsGroup = 'default'

const always = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Reporting-Endpoints': `${reportsGroup}="${reportsPath}"`,
}

/** On every answer, errors and redirects included. The policy of a page is set in proxy.ts. */
export const securityHeaders: Readonly<Record<string, string>> =
  process.env.NODE_ENV === 'production'
    ? { 'Strict-Transport-Security': 'max-age=63072000; includeSubDomains', ...always }
    : always

/** For everything but our pages, with a Content-Security-Policy under which it may load and run nothing. */
export const strictestHeaders: Readonly<Record<string, string>> = {
  ...securityHeaders,
  'Content-Security-Policy': `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
}
