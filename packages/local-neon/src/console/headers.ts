import { every } from 'hono/combine'
import { createMiddleware } from 'hono/factory'
import { secureHeaders } from 'hono/secure-headers'

/**
 * For an email as its author made it: no script runs, only images from this machine load, and its frame
 * has no origin.
 */
const MAIL_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data: http://localhost:*',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ')

/** Everything comes from here, scripts only run from files, and nobody else frames a page. */
const forPages = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    scriptSrc: ["'self'"],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    frameSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  // Not `no-referrer`, which would make the forms' own Origin header `null`.
  referrerPolicy: 'same-origin',
  // Meant for https.
  strictTransportSecurity: false,
})

/** Sets every answer's headers. Browsers only keep what says so itself. */
export const setHeaders = every(
  createMiddleware(async (c, next) => {
    await next()
    if (!c.res.headers.has('cache-control')) c.header('Cache-Control', 'no-store')
    if (/^\/mailbox\/[^/]+\/html$/.test(c.req.path)) {
      c.header('Content-Security-Policy', MAIL_POLICY)
    }
  }),
  forPages,
)
