/** Local Neon's activity: counters, the most recent statements and their shapes. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { isMarkedQuiet, shapeOf } from './statement-shape'

const count = z.number().int()

export const statementSchema = z.object({
  /** Counts up from 1. */
  id: count,
  text: z.string(),
  /** The values from $1 on, as Postgres's text; null is NULL. */
  parameters: z.array(z.string().nullable()),
  milliseconds: z.number(),
  rows: count.nullable().describe('Rows given or changed; null when it failed'),
  /** Why it failed, in Postgres's words. */
  error: z.string().nullable(),
  transport: z.enum(['http', 'websocket', 'tcp']),
  /** When it ended. */
  at: z.date(),
  shape: z.string().describe('The id of its shape'),
  /** Lists leave it out unless asked. */
  quiet: z.boolean(),
})
export type RecentStatement = z.infer<typeof statementSchema>
export type Transport = RecentStatement['transport']

export const shapeSchema = z.object({
  id: z.string(),
  text: z.string(),
  quiet: z.boolean(),
  calls: count,
  failures: count,
  rows: count,
  totalMilliseconds: z.number(),
  maxMilliseconds: z.number(),
  lastAt: z.date(),
})
/** All statements that only differ in their values, counted together. */
export type StatementShape = z.infer<typeof shapeSchema>

export const authRequestSchema = z.object({
  /** Counts up from 1. */
  id: count,
  method: z.string(),
  path: z.string().describe('Below the base URL of Neon Auth, without its query'),
  status: count.nullable().describe('Null when there was no answer'),
  milliseconds: z.number(),
  /** The app's origin, if the request names one. */
  origin: z.string().nullable(),
  /** When it was answered. */
  at: z.date(),
})
export type AuthRequest = z.infer<typeof authRequestSchema>

export const snapshotSchema = z.object({
  sql: z.object({ requests: count, statements: count }),
  auth: z.object({ requests: count, byPath: z.record(z.string(), count) }),
  recent: z.array(statementSchema),
})
export type StatsSnapshot = z.infer<typeof snapshotSchema>

const RECENT = 500
/** Per shape, so a statement that runs all the time doesn't push out all others. */
const RECENT_OF_A_SHAPE = 50
const SHAPES = 500
const LONGEST_TEXT = 10_000
const LONGEST_PARAMETER = 1000

export class Stats {
  #sqlRequests = 0
  #statements = 0
  #authRequests = 0
  #authByPath = new Map<string, number>()
  #recent: RecentStatement[] = []
  #recentAuth: AuthRequest[] = []
  /** By text; the latest is last. */
  #shapes = new Map<string, StatementShape>()
  #shapeOfText = new Map<string, string>()

  /** @param quiet statements to count, but only list if asked */
  constructor(private readonly quiet: RegExp | null = null) {}

  /** A request of SQL over HTTP. */
  countSqlRequest(): void {
    this.#sqlRequests++
  }

  /** A statement from outside this process, on any transport. */
  recordStatement(
    statement: Pick<RecentStatement, 'text' | 'milliseconds' | 'rows' | 'transport'> &
      Partial<Pick<RecentStatement, 'parameters' | 'error'>>,
  ): void {
    this.#statements++
    const text = shorten(statement.text, LONGEST_TEXT)
    const at = new Date()
    const shape = this.#count({ ...statement, text }, at)
    this.#recent.push({
      ...statement,
      id: this.#statements,
      text,
      parameters: (statement.parameters ?? []).map(
        (value) => value && shorten(value, LONGEST_PARAMETER),
      ),
      error: statement.error ?? null,
      at,
      shape: shape.id,
      quiet: shape.quiet,
    })
    this.#forget(shape.id)
  }

  /**
   * A request to the auth server, on arrival.
   * @param path below the base URL, such as `/get-session`
   */
  countAuthRequest(path: string): void {
    this.#authRequests++
    // Callers choose the paths, so their number is limited.
    const known = this.#authByPath.has(path) || this.#authByPath.size < 500 ? path : '(other)'
    this.#authByPath.set(known, (this.#authByPath.get(known) ?? 0) + 1)
  }

  /** The same request once it's answered. */
  recordAuthRequest(request: Omit<AuthRequest, 'id' | 'at'>): void {
    const id = (this.#recentAuth.at(-1)?.id ?? 0) + 1
    this.#recentAuth.push({ ...request, id, at: new Date() })
    if (this.#recentAuth.length > RECENT) this.#recentAuth.shift()
  }

  /** The latest requests to the auth server, newest first. */
  authRequests(): AuthRequest[] {
    return [...this.#recentAuth].reverse()
  }

  /** The shapes of statements, the slowest in total first. */
  shapes(): StatementShape[] {
    return [...this.#shapes.values()].sort(
      (one, other) => other.totalMilliseconds - one.totalMilliseconds,
    )
  }

  /** Deletes the statements and their shapes; the counters go on. */
  clearStatements(): void {
    this.#recent = []
    this.#shapes.clear()
  }

  /** The counters now; newest statement first. */
  snapshot(): StatsSnapshot {
    return {
      sql: { requests: this.#sqlRequests, statements: this.#statements },
      auth: { requests: this.#authRequests, byPath: Object.fromEntries(this.#authByPath) },
      recent: [...this.#recent].reverse(),
    }
  }

  #count(
    { text, milliseconds, rows }: Pick<RecentStatement, 'text' | 'milliseconds' | 'rows'>,
    at: Date,
  ): StatementShape {
    const key = this.#shapeOfText.get(text) ?? shapeOf(text)
    if (this.#shapeOfText.size >= SHAPES) this.#shapeOfText.clear()
    this.#shapeOfText.set(text, key)
    const shape = this.#shapes.get(key) ?? {
      id: createHash('sha256').update(key).digest('hex').slice(0, 10),
      text: key,
      quiet: isMarkedQuiet(text) || this.quiet?.test(text) === true,
      calls: 0,
      failures: 0,
      rows: 0,
      totalMilliseconds: 0,
      maxMilliseconds: 0,
      lastAt: at,
    }
    shape.calls++
    shape.failures += rows === null ? 1 : 0
    shape.rows += rows ?? 0
    shape.totalMilliseconds += milliseconds
    shape.maxMilliseconds = Math.max(shape.maxMilliseconds, milliseconds)
    shape.lastAt = at
    this.#shapes.delete(key)
    this.#shapes.set(key, shape)
    const [oldest] = this.#shapes.keys()
    if (this.#shapes.size > SHAPES && oldest !== undefined) this.#shapes.delete(oldest)
    return shape
  }

  /** Keeps the list within its limits after a statement with this shape. */
  #forget(shape: string): void {
    const same = this.#recent.filter((statement) => statement.shape === shape)
    const [oldest] = same.length > RECENT_OF_A_SHAPE ? same : this.#recent
    if (oldest && (same.length > RECENT_OF_A_SHAPE || this.#recent.length > RECENT)) {
      this.#recent.splice(this.#recent.indexOf(oldest), 1)
    }
  }
}

function shorten(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
