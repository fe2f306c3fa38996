import 'server-only'
import { parseJson, readBody } from '../http/json-body'
import { isOwnOrigin } from '../http/own-origin'
import { clientAddress } from '../rate-limit/client-address'
import { log } from '../server/log'
import { countLimitHit } from '../server/telemetry'
import { readReports } from './report'
import { Budget, DistinctLines } from './bounds'

/** More than browsers send at once, in bytes. */
const maxBody = 64 * 1024

const requests = new Budget()
const lines = new DistinctLines()

/**
 * Takes browsers' own reports: Content-Security-Policy violations, deprecations, crashes. Anyone can send
 * anything here, so it does little: one log line per distinct report, up to a limit. It reads and keeps
 * nothing else.
 *
 * @returns 204, or 400, 403, 413, 415, 429
 */
export async function receiveReports(request: Request): Promise<Response> {
  // Browsers send some reports without an origin; a foreign one isn't from our pages.
  const isForeign = request.headers.has('origin')
    ? !isOwnOrigin(request)
    : request.headers.get('sec-fetch-site') === 'cross-site'
  if (isForeign) return answer(403)
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!types.has(type)) return answer(415)
  const wait = requests.spend(clientAddress(request.headers) ?? 'unknown')
  if (wait !== undefined) {
    countLimitHit('reports address')
    return answer(429, { 'Retry-After': String(wait) })
  }
  // It throws if the browser leaves halfway.
  const body = await readBody(request, maxBody).catch(() => Buffer.of())
  if (!body) return answer(413)
  const reports = readReports(parseJson(body.toString('utf8')))
  if (!reports) return answer(400)
  for (const report of reports) {
    const verdict = lines.take(JSON.stringify(report))
    if (verdict === 'new') log('warn', 'browser.report', report)
    if (verdict === 'full') {
      log('warn', 'browser.reports-left-out', {
        advice: 'More kinds of reports came than are logged in an hour.',
      })
    }
  }
  return answer(204)
}

/** From the Reporting API, and from `report-uri`, which Firefox still needs. */
const types = new Set(['application/reports+json', 'application/csp-report'])

function answer(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { 'Cache-Control': 'no-store', ...headers } })
}
