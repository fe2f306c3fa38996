/** The console: a page about this local Neon for people, and the same as JSON for programs. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { Faults } from '../faults'
import { faultSchema, services } from '../faults'
import type { Stats } from '../stats'

export interface ConsoleOptions {
  databaseUrl: string
  databaseUrlUnpooled: string
  authUrl: string
  stats: Stats
  faults: Faults
}

const faultRequest = z.object({ service: z.enum(services), fault: faultSchema.nullable() })
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/
const MAX_BODY_BYTES = 64 * 1024

/** Makes the listener of the console's requests. */
export function createConsole(options: ConsoleOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // A page on the internet must not read or steer this one, by a name that it points here
    // (DNS rebinding) or by a form of its own.
    const host = request.headers.host ?? ''
    const { origin } = request.headers
    const isOwnOrigin = origin === undefined || origin === `http://${host}`
    if (!LOOPBACK_HOST.test(host) || (request.method !== 'GET' && !isOwnOrigin)) {
      send(response, 403, { error: 'forbidden' })
      return
    }
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    switch (`${request.method} ${pathname}`) {
      case 'GET /':
        sendPage(response, options)
        return
      case 'GET /stats':
        send(response, 200, options.stats.snapshot())
        return
      case 'GET /faults':
        send(response, 200, currentFaults(options.faults))
        return
      case 'POST /faults': {
        const wanted = faultRequest.safeParse(await readJson(request))
        if (!wanted.success) {
          send(response, 400, { error: z.prettifyError(wanted.error) })
          return
        }
        options.faults.set(wanted.data.service, wanted.data.fault)
        send(response, 200, currentFaults(options.faults))
        return
      }
      default:
        send(response, 404, { error: 'not found' })
    }
  }
}

function currentFaults(faults: Faults) {
  return Object.fromEntries(services.map((service) => [service, faults.get(service)]))
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) return undefined
    chunks.push(chunk)
  }
  try {
    const json: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    return json
  } catch {
    return undefined
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body))
}

function sendPage(response: ServerResponse, options: ConsoleOptions): void {
  const { sql, auth } = options.stats.snapshot()
  const rows = [
    ['DATABASE_URL', options.databaseUrl],
    ['DATABASE_URL_UNPOOLED', options.databaseUrlUnpooled],
    ['NEON_AUTH_BASE_URL', options.authUrl],
    ['SQL statements', String(sql.statements)],
    ['Auth requests', String(auth.requests)],
  ]
  const list = rows.map(
    ([name = '', value = '']) => `<dt>${name}</dt><dd><code>${escape(value)}</code></dd>`,
  )
  response
    .writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    })
    .end(
      `<!doctype html><html lang="en"><title>Neon on your machine</title>` +
        `<h1>Neon on your machine</h1><dl>${list.join('')}</dl></html>`,
    )
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
