import { isPublicPage } from '@/lib/http/public-pages'

/** An answer, read to its end. */
export interface Seen {
  method: string
  path: string
  status: number
  headers: Headers
  body: string
}

interface Rule {
  /** Of the alert in OWASP ZAP's catalogue: https://www.zaproxy.org/docs/alerts/ */
  zap: string
  what: string
  /** What is wrong with it, or undefined. */
  fault(seen: Seen): string | undefined
}

/** Made for nobody in particular, and for everybody. */
const publicFiles =
  /^\/((apple-)?icon\.(svg|png)|icons\/|avatars\/|favicon\.ico|manifest\.webmanifest|robots\.txt|sitemap\.xml|feed\.xml)/
const isHtml = ({ headers }: Seen) => (headers.get('content-type') ?? '').startsWith('text/html')
const directives = ({ headers }: Seen) => headers.get('content-security-policy') ?? ''
const match = (text: string, pattern: RegExp) => pattern.exec(text)?.[0].slice(0, 200)

/** A header that has to be there, and to look like this. */
function header(zap: string, name: string, pattern: RegExp): Rule {
  return {
    zap,
    what: name,
    fault: ({ headers }) =>
      pattern.test(headers.get(name) ?? '') ? undefined : `${name}: ${headers.get(name)}`,
  }
}

/** A header that must not be there. */
function noHeader(zap: string, name: string): Rule {
  return {
    zap,
    what: `no ${name}`,
    fault: ({ headers }) => (headers.has(name) ? `${name}: ${headers.get(name)}` : undefined),
  }
}

/** Something in a body that must not be there. */
function noText(zap: string, what: string, pattern: RegExp): Rule {
  return {
    zap,
    what,
    // Scripts name what they handle.
    fault: ({ body, path }) =>
      path.startsWith('/_next/static/') ? undefined : match(body, pattern),
  }
}

function cookie(zap: string, what: string, isGood: (line: string) => boolean): Rule {
  return { zap, what, fault: ({ headers }) => headers.getSetCookie().find((line) => !isGood(line)) }
}

/**
 * ZAP's passive rules that apply to this app, on every answer. Not among them: rules on technologies
 * that are not here (ASP.NET, Java, Flash), and on guesses (base64, hashes and timestamps in scripts).
 */
export const passiveRules: readonly Rule[] = [
  header('10020', 'x-frame-options', /^DENY$/),
  header('10021', 'x-content-type-options', /^nosniff$/),
  header('10035', 'strict-transport-security', /^max-age=\d{8,}/),
  header('10038', 'content-security-policy', /frame-ancestors 'none'/),
  header('10063', 'permissions-policy', /camera=\(\)/),
  header('90004', 'cross-origin-opener-policy', /^same-origin$/),
  header('10099', 'referrer-policy', /^(strict-origin-when-cross-origin|same-origin|no-referrer)$/),
  noHeader('10036', 'server'),
  noHeader('10037', 'x-powered-by'),
  noHeader('10098', 'access-control-allow-origin'),
  noHeader('10105', 'www-authenticate'),
  {
    zap: '10055',
    what: 'a policy without holes',
    fault: (seen) =>
      match(directives(seen), /script-src[^;]*'unsafe-(inline|eval)'|(^|[ ;])\*|http:/) ??
      (/base-uri 'none'/.test(directives(seen)) ? undefined : directives(seen)),
  },
  {
    zap: '10019',
    what: 'a content type with whatever is shown',
    fault: ({ headers, body, status }) =>
      body === '' || status >= 300 || headers.get('content-type') ? undefined : 'no content type',
  },
  {
    zap: '90011',
    what: 'a charset with pages',
    fault: (seen) =>
      isHtml(seen) && !/charset=utf-8/i.test(seen.headers.get('content-type') ?? '')
        ? `${seen.headers.get('content-type')}`
        : undefined,
  },
  {
    zap: '10015',
    what: 'no caching of what is made for a reader',
    fault: ({ headers, path }) => {
      const kept = match(headers.get('cache-control') ?? '', /public|s-maxage|immutable/)
      const isForAll =
        path.startsWith('/_next/static/') || isPublicPage(path) || publicFiles.test(path)
      return isForAll && !headers.has('set-cookie') ? undefined : kept
    },
  },
  {
    zap: '10028',
    what: 'redirects within the app, or to a provider',
    fault: ({ headers }) => {
      const location = headers.get('location')
      if (location === null || /^\/(?![/\\])/.test(location)) return undefined
      return URL.canParse(location) && new URL(location).hostname === 'localhost'
        ? undefined
        : location
    },
  },
  cookie('10010', 'cookies are HttpOnly', (line) => /; ?httponly/i.test(line)),
  cookie('10011', 'cookies are Secure', (line) => /; ?secure/i.test(line)),
  cookie('10054', 'cookies have SameSite', (line) => /; ?samesite=(lax|strict)/i.test(line)),
  cookie('90033', 'cookies name no domain', (line) => !/; ?domain=/i.test(line)),
  cookie('ASVS 3.3', 'cookies are below 4 KB', (line) => line.length < 4096),
  noText('90022', 'no error of a program', /\bat [\w.<>]+ \(?(file:|\/|node:)[^)\s]*:\d+:\d+/),
  noText(
    '40018',
    'no error of a database',
    /SQLSTATE|syntax error at or near|violates \w+ constraint/,
  ),
  noText('10023', 'no words of a debugger', /Internal Server Error/),
  noText('2', 'no private address', /\b(10|192\.168|172\.(1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}\b/),
  noText('10009', 'no connection string, no key', /postgres(ql)?:\/\/|BEGIN [A-Z ]*PRIVATE KEY/),
  noText(
    '10108',
    'no link that can reach back',
    /<a (?=[^>]*target="_blank")(?![^>]*rel="[^"]*noopener)[^>]*>/,
  ),
  noText(
    '10040',
    'nothing from plain http',
    /<(script|img|link|iframe)[^>]+(src|href)="http:(?!\/\/localhost[:/])/,
  ),
  noText('10041', 'no form to elsewhere', /<form[^>]+action="(https?:|\/\/)/),
  {
    zap: '10017',
    what: 'no script of another host, and none without a nonce',
    fault: (seen) =>
      isHtml(seen)
        ? match(seen.body, /<script(?![^>]*nonce=)[^>]*>|<script[^>]+src="(https?:)?\/\//)
        : undefined,
  },
]
