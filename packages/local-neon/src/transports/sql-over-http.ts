/**
 * Neon's SQL over HTTP: `POST /sql`, one query or a batch, one JSON answer. Behaviour from the source of
 * Neon's proxy and its serverless driver:
 * https://github.com/neondatabase/neon, https://github.com/neondatabase/serverless
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { RequestError, requestUrl } from '../http/requests'
import type { Engine } from '../postgres/engine'
import { isRightPassword } from '../postgres/role-passwords'
import { requestedBranch, requestedSettings } from '../postgres/startup'
import type { Stats } from '../stats'
import { ConnectionLost } from './backend-client'
import type { BackendClient, StatementResult } from './backend-client'
import { describeFailure } from './http-errors'
import { MAX_BYTES, readSqlBody, readConnectionInfo, readSqlRequest } from './http-request'
import type { ConnectionInfo, HttpQuery, SqlRequest } from './http-request'
import { builtInArrays, toJson } from './http-values'
import type { ArrayTypes } from './http-values'
import { SessionPool } from './session-pool'

const CORS = {
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers': [
    'Authorization',
    'Content-Type',
    'Neon-Connection-String',
    'Neon-Raw-Text-Output',
    'Neon-Array-Mode',
    'Neon-Batch-Isolation-Level',
    'Neon-Batch-Read-Only',
    'Neon-Batch-Deferrable',
  ].join(', '),
  'access-control-max-age': '86400',
}

/**
 * Lets a page's script read the answer. The cloud says `*`, since its secret is the password; here the
 * password is in a file on this machine and in many pages' source, so the answer is for the page's own
 * origin. The guard has let it pass, which it only does for this machine's pages.
 */
function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('vary', 'Origin')
  const { origin } = request.headers
  if (origin !== undefined) response.setHeader('access-control-allow-origin', origin)
}

interface SqlOverHttpOptions {
  engine: Engine
  stats: Stats
}

/** The handler for the SQL port's HTTP requests. */
export function createSqlOverHttp({ engine, stats }: SqlOverHttpOptions) {
  const sessions = new SessionPool(engine, MAX_BYTES)
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader('neon-request-id', randomUUID())
    allowOrigin(request, response)
    const { pathname } = requestUrl(request)
    if (pathname === '/sql' && request.method === 'OPTIONS') {
      response.writeHead(200, CORS).end()
      return
    }
    if (pathname !== '/sql' || request.method !== 'POST') {
      answer(response, 400, 'query is not supported')
      return
    }
    stats.countSqlRequest()
    try {
      const info = readConnectionInfo(request.headers)
      const body = await readSqlBody(request)
      await authenticate(info, engine)
      const sql = readSqlRequest(request.headers, body)
      answer(response, 200, await executeRequest(sql, info, { sessions, stats }, response))
    } catch (error) {
      if (error instanceof ConnectionLost && response.destroyed) return
      const { status, body } = describeFailure(error)
      answer(response, status, body)
    }
  }
}

async function authenticate({ user, password }: ConnectionInfo, engine: Engine): Promise<void> {
  if (await isRightPassword(engine, user, password)) return
  throw new RequestError(400, `password authentication failed for user '${user}'`)
}

async function executeRequest(
  sql: SqlRequest,
  info: ConnectionInfo,
  { sessions, stats }: { sessions: SessionPool; stats: Stats },
  response: ServerResponse,
): Promise<unknown> {
  if (sql.begin !== null && sql.queries.length === 0) return { results: [] }
  const login = { ...info, branch: requestedBranch(info.parameters) }
  return sessions.use(login, requestedSettings(info.parameters), async (client) => {
    const abandon = () => {
      if (!response.writableFinished) client.close()
    }
    response.once('close', abandon)
    try {
      if (response.destroyed) throw new ConnectionLost()
      const results: unknown[] = []
      if (sql.begin !== null) await client.run(sql.begin, [])
      for (const query of sql.queries) {
        results.push(await executeQuery(query, sql, client, stats))
      }
      if (sql.begin === null) return results[0]
      await client.run('COMMIT', [], true)
      return { results }
    } finally {
      response.off('close', abandon)
    }
  })
}

async function executeQuery(
  query: HttpQuery,
  { rawText, begin }: SqlRequest,
  client: BackendClient,
  stats: Stats,
): Promise<unknown> {
  if (query.text.includes('\0')) {
    throw new RequestError(400, 'error encoding message to server: string contains embedded null')
  }
  const begun = performance.now()
  let rows: number | null = null
  let error: string | null = null
  try {
    // Values that aren't raw may need a look at the database's own types.
    const isLast = rawText && begin === null
    const result = await client.run(query.text, query.values, isLast)
    rows = result.rows.length
    const arrays = rawText ? builtInArrays : await arrayTypes(result, client)
    return shape(result, query, rawText, arrays)
  } catch (failure) {
    error = failure instanceof Error ? failure.message : String(failure)
    throw failure
  } finally {
    stats.recordStatement({
      text: query.text,
      parameters: query.values,
      milliseconds: performance.now() - begun,
      rows,
      error,
      transport: 'http',
    })
  }
}

/** Adds this database's own array types, if the result has types that may be some. */
async function arrayTypes(result: StatementResult, client: BackendClient): Promise<ArrayTypes> {
  const own = result.fields.map((field) => field.dataTypeID).filter((type) => type >= 16384)
  if (own.length === 0) return builtInArrays
  const found = await client.run(
    `SELECT oid, typelem FROM pg_catalog.pg_type
      WHERE oid = ANY ($1::oid[]) AND typcategory = 'A' AND typelem <> 0`,
    [`{${own.join(',')}}`],
  )
  const elements = new Map(found.rows.map(([type, element]) => [Number(type), Number(element)]))
  return (type) => elements.get(type) ?? builtInArrays(type)
}

function shape(
  { fields, rows, tag }: StatementResult,
  query: HttpQuery,
  rawText: boolean,
  arrays: ArrayTypes,
): unknown {
  const words = tag.split(' ')
  const count = Number(words.at(-1))
  const value = (text: string | null, column: number) =>
    rawText ? text : toJson(text, fields[column]?.dataTypeID ?? 0, arrays)
  return {
    fields: fields.map((field) => ({
      name: field.name,
      dataTypeID: field.dataTypeID,
      tableID: field.tableID,
      columnID: field.columnID,
      dataTypeSize: field.dataTypeSize,
      dataTypeModifier: field.dataTypeModifier,
      format: 'text',
    })),
    rows: rows.map((row) => {
      const values = row.map(value)
      if (query.arrayMode) return values
      return Object.fromEntries(fields.map((field, column) => [field.name, values[column]]))
    }),
    command: words[0] ?? '',
    rowCount: words.length > 1 && Number.isInteger(count) ? count : null,
    rowAsArray: query.arrayMode,
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body), 'utf8')
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'content-length': bytes.length,
    })
    .end(bytes)
}

/** Answers a request from outside this machine. */
export function refuseHttp(response: ServerResponse, reason: string): void {
  const { status, body } = describeFailure(new RequestError(403, reason))
  answer(response, status, body)
}
