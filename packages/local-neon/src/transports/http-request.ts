/** Reads a request of Neon's SQL over HTTP: connection string, options, queries. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { z } from 'zod'
import { readBody, RequestError } from '../http/requests'

export const MAX_BYTES = 10 * 1024 * 1024

export interface ConnectionInfo {
  user: string
  password: string
  database: string
  /** Run-time parameters from the connection string. */
  parameters: Map<string, string>
}

export interface HttpQuery {
  text: string
  values: (string | null)[]
  arrayMode: boolean
}

export interface SqlRequest {
  rawText: boolean
  queries: HttpQuery[]
  /** For a batch, the statement that begins its transaction. */
  begin: string | null
}

const ISOLATION_LEVELS = new Map([
  ['ReadUncommitted', 'READ UNCOMMITTED'],
  ['ReadCommitted', 'READ COMMITTED'],
  ['RepeatableRead', 'REPEATABLE READ'],
  ['Serializable', 'SERIALIZABLE'],
])

/** Connection string parameters for the driver or the proxy, not for Postgres. */
const NOT_PARAMETERS = new Set(['sslmode', 'channel_binding', 'sslnegotiation', 'uselibpqcompat'])

const querySchema = z.object({
  query: z.string(),
  params: z.array(z.json()).nullish(),
  arrayMode: z.boolean().nullish(),
})
const batchSchema = z.object({ queries: z.array(querySchema) })

/**
 * Reads a request's connection string.
 * @throws RequestError
 */
export function readConnectionInfo(headers: IncomingHttpHeaders): ConnectionInfo {
  const text = headers['neon-connection-string']
  if (typeof text !== 'string' || text === '') {
    throw new RequestError(400, 'invalid header: neon-connection-string')
  }
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw new RequestError(400, 'invalid connection string: relative URL without a base')
  }
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') {
    throw new RequestError(
      400,
      'invalid connection string: unsupported protocol, expected postgres or postgresql',
    )
  }
  const database = decode(url.pathname.slice(1))
  if (database === '') throw new RequestError(400, 'missing database name')
  const user = decode(url.username)
  if (user === '') throw new RequestError(400, 'missing username')
  const password = decode(url.password)
  if (password === '') {
    throw new RequestError(400, 'missing authentication credentials: required password')
  }
  const parameters = new Map<string, string>()
  for (const [name, value] of url.searchParams) {
    if (!NOT_PARAMETERS.has(name)) parameters.set(name, value)
  }
  return { user, password, database, parameters }
}

/**
 * Reads the body.
 * @throws RequestError with status 413 if it's larger than the limit
 */
export async function readSqlBody(request: IncomingMessage): Promise<Buffer> {
  const body = await readBody(request, MAX_BYTES)
  if (body) return body
  throw new RequestError(413, `request is too large (max is ${MAX_BYTES} bytes)`)
}

/**
 * Parses headers and body.
 * @throws RequestError
 */
export function readSqlRequest(headers: IncomingHttpHeaders, body: Buffer): SqlRequest {
  const arrayMode = headers['neon-array-mode'] === 'true'
  const rawText = headers['neon-raw-text-output'] === 'true'
  const json = parseJson(body)
  const isBatch = typeof json === 'object' && json !== null && 'queries' in json
  const parsed = isBatch ? batchSchema.safeParse(json) : querySchema.safeParse(json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const where = issue?.path.join('.') ?? ''
    throw malformed(where === '' ? (issue?.message ?? '') : `${where}: ${issue?.message ?? ''}`)
  }
  const queries = 'queries' in parsed.data ? parsed.data.queries : [parsed.data]
  return {
    rawText,
    begin: isBatch ? beginStatement(headers) : null,
    queries: queries.map((query) => ({
      text: query.query,
      values: (query.params ?? []).map(parameterText),
      arrayMode: query.arrayMode ?? arrayMode,
    })),
  }
}

function parseJson(body: Buffer): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    const json: unknown = JSON.parse(text, (_key, value: unknown) => {
      // Half a surrogate pair can't be sent to Postgres, and UTF-8 JSON parsers refuse it.
      if (typeof value === 'string' && /\p{Surrogate}/u.test(value)) {
        throw new SyntaxError('lone surrogate in hex escape')
      }
      return value
    })
    return json
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : String(error))
  }
}

function malformed(reason: string): RequestError {
  return new RequestError(400, `could not parse the HTTP request body: ${reason}`)
}

function beginStatement(headers: IncomingHttpHeaders): string {
  const options: string[] = []
  const level = headers['neon-batch-isolation-level']
  if (level !== undefined) {
    const sql = ISOLATION_LEVELS.get(String(level))
    if (sql === undefined) throw new RequestError(400, 'invalid isolation level')
    options.push(`ISOLATION LEVEL ${sql}`)
  }
  if (headers['neon-batch-read-only'] === 'true') options.push('READ ONLY')
  if (headers['neon-batch-deferrable'] === 'true') options.push('DEFERRABLE')
  return `START TRANSACTION ${options.join(', ')}`.trimEnd()
}

type Json = z.infer<ReturnType<typeof z.json>>

/** A parameter as Postgres text. Arrays become array literals, objects JSON. */
function parameterText(value: Json): string | null {
  if (value === null) return null
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return `{${value.map(elementText).join(',')}}`
  return JSON.stringify(value)
}

function elementText(value: Json): string {
  if (value === null) return 'NULL'
  if (Array.isArray(value)) return `{${value.map(elementText).join(',')}}`
  if (typeof value === 'boolean' || typeof value === 'number') return String(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new RequestError(400, 'invalid connection string: malformed percent-encoding')
  }
}
