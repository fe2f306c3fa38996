import { every } from 'hono/combine'
import { createMiddleware } from 'hono/factory'
import { secureHeaders } from 'hono/secure-headers'

/**
 * For a mail as its author made it: no script runs, nothing is loaded but pictures of this machine,
 * and the frame it stands in is of no origin.
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

/** Everything comes from here, scripts run from files alone, and nobody else frames a page. */
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
  // Not `no-referrer`: with that the forms' own Origin header would be `null`.
  referrerPolicy: 'same-origin',
  // Meant for https.
  strictTransportSecurity: false,
})

/** Sets the headers of every answer. Nothing is kept by browsers that does not say so itself. */
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
