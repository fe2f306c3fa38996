/** Runs SQL as written, each run on its own connection, which is closed afterwards. */
import { DatabaseError, type FieldDef, type Pool, type PoolClient } from 'pg'
import { z } from 'zod'
import { Problem } from '../../problem'
import { explain, type Explained } from './explain'
import { offsetOf } from './positions'
import {
  resultSchema,
  StatementQuery,
  type Limits,
  type RawResult,
  type StatementResult,
} from './statement-query'

export type { StatementResult } from './statement-query'

const failureSchema = z.object({
  message: z.string(),
  /** Five characters; '' if it wasn't Postgres that refused. */
  code: z.string(),
  detail: z.string().nullable(),
  hint: z.string().nullable(),
  where: z.string().nullable(),
  offset: z.number().nullable().describe('In UTF-16 units of `sql`.'),
})
export type Failure = z.infer<typeof failureSchema>

export const runSchema = z.object({
  id: z.string(),
  sql: z.string(),
  startedAt: z.date(),
  milliseconds: z.number(),
  results: z.array(resultSchema),
  /** The plan, if requested. */
  plan: z.custom<Explained>().nullable(),
  notices: z.array(z.string()),
  failure: failureSchema.nullable(),
  /** A transaction was left open, so it was rolled back. */
  leftOpen: z.boolean(),
})
export type Run = z.infer<typeof runSchema>

export interface RunRequest {
  id: string
  sql: string
  /** `explain` runs one statement under EXPLAIN (ANALYZE, BUFFERS) and rolls it back. */
  mode: 'run' | 'explain'
  /** Per statement, in milliseconds. */
  timeout: number
  /** Cancels the run. */
  signal?: AbortSignal | undefined
}

export interface Runner {
  /** If Postgres refuses, that's the run's `failure`, not a rejection. @throws Busy */
  run(request: RunRequest): Promise<Run>
  /** Asks Postgres to cancel a run. Returns whether there is one. */
  cancel(id: string): Promise<boolean>
  /** What's running, oldest first. */
  running(): { id: string; sql: string; startedAt: Date }[]
}

/** Too many are running, or one with this id. */
export class Busy extends Problem {
  override name = 'Busy'
  constructor(message: string) {
    super('conflict', message)
  }
}

/** The pool has ten connections, which the console's other pages need too. */
const MOST_AT_ONCE = 4

export const KEPT: Limits = { rows: 10_000, characters: 16_000_000 }

interface Running {
  sql: string
  startedAt: Date
  cancelled: boolean
  /** Known once it has a connection. */
  pid: number | null
}

/** @param pool gives the connections; none is reused after a run */
export function createRunner(pool: Pool, limits: Limits = KEPT): Runner {
  const running = new Map<string, Running>()

  async function cancel(id: string): Promise<boolean> {
    const entry = running.get(id)
    if (entry === undefined) return false
    entry.cancelled = true
    if (entry.pid !== null) await pool.query('select pg_cancel_backend($1)', [entry.pid])
    return true
  }

  async function run(request: RunRequest): Promise<Run> {
    const { id, sql, signal } = request
    if (running.has(id)) throw new Busy('This is already running.')
    if (running.size >= MOST_AT_ONCE) {
      throw new Busy(`${MOST_AT_ONCE} queries are already running. Cancel one, or wait.`)
    }
    const entry: Running = { sql, startedAt: new Date(), cancelled: false, pid: null }
    running.set(id, entry)
    const abort = () => void cancel(id).catch(() => {})
    signal?.addEventListener('abort', abort)
    if (signal?.aborted) abort()
    const began = performance.now()
    const result: Run = {
      id,
      sql,
      startedAt: entry.startedAt,
      milliseconds: 0,
      results: [],
      plan: null,
      notices: [],
      failure: null,
      leftOpen: false,
    }
    try {
      if (sql.includes('\0')) throw new Error('This text contains a NUL character.')
      await execute(pool, entry, request, limits, result)
    } catch (error) {
      result.failure = describeFailure(error, sql)
    } finally {
      running.delete(id)
      signal?.removeEventListener('abort', abort)
      result.milliseconds = performance.now() - began
    }
    return result
  }

  return {
    run,
    cancel,
    running: () =>
      [...running].map(([id, entry]) => ({ id, sql: entry.sql, startedAt: entry.startedAt })),
  }
}

async function execute(
  pool: Pool,
  entry: Running,
  request: RunRequest,
  limits: Limits,
  result: Run,
): Promise<void> {
  const client = await pool.connect()
  const ignore = () => {}
  // A broken connection also fails its query; without a listener, it would end the process.
  client.on('error', ignore)
  client.on('notice', ({ severity, message }) =>
    result.notices.push(`${severity ?? 'NOTICE'}: ${message ?? ''}`),
  )
  try {
    const timeout = Math.round(request.timeout)
    const { rows } = await client.query<{ pid: number }>(
      `select pg_backend_pid() as pid, set_config('statement_timeout', $1, false),
         set_config('application_name', 'local-neon console', false)`,
      [String(timeout)],
    )
    entry.pid = rows[0]?.pid ?? null
    if (entry.cancelled) throw new Error('Cancelled before it started.')
    if (request.mode === 'explain') {
      result.plan = await explain(client, request.sql)
      return
    }
    const query = new StatementQuery(request.sql, limits)
    client.query(query)
    try {
      await query.done
    } finally {
      result.results = await named(pool, query.results)
      result.leftOpen = await isInTransaction(client)
    }
  } finally {
    client.release(true)
  }
}

async function isInTransaction(client: PoolClient): Promise<boolean> {
  // Once this is answered, the driver also knows the state after a failure.
  const isAlive = await client.query('').then(
    () => true,
    () => false,
  )
  const status = isAlive && client.getTransactionStatus()
  return status === 'T' || status === 'E'
}

/** Adds the columns' type names. */
async function named(pool: Pool, results: readonly RawResult[]): Promise<StatementResult[]> {
  const fields = results.flatMap((result) => result.fields ?? [])
  const types = await typeNames(pool, fields)
  return results.map(({ fields: own, ...result }) => ({
    ...result,
    columns: own?.map((field) => ({ name: field.name, type: types(field) })) ?? null,
  }))
}

async function typeNames(
  pool: Pool,
  fields: readonly FieldDef[],
): Promise<(field: FieldDef) => string> {
  const key = (oid: number, modifier: number) => `${oid} ${modifier}`
  const names = new Map<string, string>()
  if (fields.length > 0) {
    const { rows } = await pool.query<{ oid: number; modifier: number; name: string | null }>(
      `select oid::int8::int4 as oid, modifier, format_type(oid, modifier) as name
       from unnest($1::oid[], $2::int4[]) asked(oid, modifier)`,
      [fields.map((field) => field.dataTypeID), fields.map((field) => field.dataTypeModifier)],
    )
    for (const { oid, modifier, name } of rows) names.set(key(oid, modifier), name ?? '')
  }
  // A type made in a transaction that's gone has no name.
  return ({ dataTypeID, dataTypeModifier }) => names.get(key(dataTypeID, dataTypeModifier)) ?? ''
}

/** What went wrong, in Postgres's words. */
export function describeFailure(error: unknown, sql: string): Failure {
  const nowhere = { code: '', detail: null, hint: null, where: null, offset: null }
  if (!(error instanceof DatabaseError)) {
    return { ...nowhere, message: error instanceof Error ? error.message : String(error) }
  }
  return {
    message: error.message,
    code: error.code ?? '',
    detail: error.detail ?? null,
    hint: error.hint ?? null,
    where: error.where ?? null,
    offset: error.position === undefined ? null : offsetOf(sql, Number(error.position)),
  }
}
