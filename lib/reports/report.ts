import { z } from 'zod'

/** What is kept of a report: nothing anyone typed, and no URL's query. */
export interface BrowserReport extends Record<string, string | number | undefined> {
  /** `csp-violation`, `deprecation`, `crash` and so on. */
  type: string
  /** The path of the page it's about. */
  page: string | undefined
  /** For a policy: which part of it. */
  directive?: string | undefined
  /** What was blocked: a URL, or a word such as `inline`. */
  blocked?: string | undefined
  source?: string | undefined
  line?: number | undefined
  /** What is deprecated, or why the page crashed. */
  reason?: string | undefined
}

const text = z.string().max(10_000).optional().catch(undefined)
const number = z.number().int().min(0).optional().catch(undefined)
const word = z
  .string()
  .regex(/^[\w./ -]{1,80}$/)
  .optional()
  .catch(undefined)

/** As in the Reporting API: https://www.w3.org/TR/reporting-1/#media-type */
const modern = z
  .object({
    type: z.string().regex(/^[a-z-]{1,40}$/),
    url: text,
    body: z
      .object({
        effectiveDirective: word,
        blockedURL: text,
        sourceFile: text,
        lineNumber: number,
        id: word,
        reason: word,
      })
      .nullish(),
  })
  .transform(({ type, url, body }) => ({
    type,
    url,
    directive: body?.effectiveDirective,
    blocked: body?.blockedURL,
    source: body?.sourceFile,
    line: body?.lineNumber,
    reason: body?.id ?? body?.reason,
  }))

/** As in `report-uri`: https://www.w3.org/TR/CSP3/#deprecated-serialize-violation */
const old = z
  .object({
    'csp-report': z.object({
      'document-uri': text,
      'effective-directive': word,
      'violated-directive': word,
      'blocked-uri': text,
      'source-file': text,
      'line-number': number,
    }),
  })
  .transform(({ 'csp-report': report }) => ({
    type: 'csp-violation',
    url: report['document-uri'],
    directive: report['effective-directive'] ?? report['violated-directive']?.split(' ')[0],
    blocked: report['blocked-uri'],
    source: report['source-file'],
    line: report['line-number'],
    reason: undefined,
  }))

const body = z.union([z.array(modern).min(1).max(100), old.transform((one) => [one])])

/**
 * Reads a browser's reports, in either format.
 *
 * @returns what may be logged, without anything a browser extension caused; undefined if it isn't a report
 */
export function readReports(json: unknown): BrowserReport[] | undefined {
  const parsed = body.safeParse(json)
  if (!parsed.success) return undefined
  return parsed.data
    .filter(({ blocked, source }) => ![blocked, source].some(isExtension))
    .map(({ type, url, directive, blocked, source, line, reason }) => ({
      type,
      page: pathOf(url),
      directive,
      blocked: addressOf(blocked),
      source: addressOf(source),
      line,
      reason,
    }))
}

function isExtension(address: string | undefined): boolean {
  return /^[a-z-]+-extension\b/.test(address ?? '')
}

function pathOf(address: string | undefined): string | undefined {
  return address !== undefined && URL.canParse(address)
    ? new URL(address).pathname.slice(0, 200)
    : undefined
}

/** A URL without its query, just the scheme of a data URL, or a single word. */
function addressOf(address: string | undefined): string | undefined {
  if (address === undefined) return undefined
  if (!URL.canParse(address)) return /^[a-z-]{1,40}$/.exec(address)?.[0]
  const { protocol, host, pathname } = new URL(address)
  return /^(https?|wss?):$/.test(protocol)
    ? `${protocol}//${host}${pathname}`.slice(0, 300)
    : protocol
}
