/** Local Neon's activity: counters, the most recent statements and their shapes. */
import { createHash } from 'node:crypto'
import { isMarkedQuiet, shapeOf } from './statement-shape'

export type Transport = 'http' | 'websocket' | 'tcp'

export interface RecentStatement {
  /** Counts up from 1. */
  id: number
  text: string
  /** The values from $1 on, as Postgres's text; null is NULL. */
  parameters: (string | null)[]
  milliseconds: number
  /** Rows read or changed; null if the statement failed. */
  rows: number | null
  /** Why it failed, in Postgres's words. */
  error: string | null
  transport: Transport
  /** When it ended. */
  at: Date
  /** Its shape's id. */
  shape: string
  /** Lists leave it out unless asked. */
  quiet: boolean
}

/** All statements that only differ in their values, counted together. */
export interface StatementShape {
  id: string
  text: string
  quiet: boolean
  calls: number
  failures: number
  rows: number
  totalMilliseconds: number
  maxMilliseconds: number
  lastAt: Date
}

export interface AuthRequest {
  /** Counts up from 1. */
  id: number
  method: string
  /** Below the base URL, such as `/get-session`, without the query. */
  path: string
  /** Null if the connection was closed without an answer. */
  status: number | null
  milliseconds: number
  /** The app's origin, if the request names one. */
  origin: string | null
  /** When it was answered. */
  at: Date
}

export interface StatsSnapshot {
  sql: { requests: number; statements: number }
  auth: { requests: number; byPath: Record<string, number> }
  recent: RecentStatement[]
}

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
