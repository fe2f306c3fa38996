/** What local Neon has been asked: counters and the most recent statements. */

export type Transport = 'http' | 'websocket' | 'tcp'

export interface RecentStatement {
  text: string
  milliseconds: number
  /** Rows given or changed; null when the statement failed. */
  rows: number | null
  transport: Transport
  /** When it ended. */
  at: Date
}

export interface StatsSnapshot {
  sql: { requests: number; statements: number }
  auth: { requests: number; byPath: Record<string, number> }
  recent: RecentStatement[]
}

const RECENT_STATEMENTS = 200
const LONGEST_TEXT = 10_000

export class Stats {
  #sqlRequests = 0
  #statements = 0
  #authRequests = 0
  #authByPath = new Map<string, number>()
  #recent: RecentStatement[] = []

  /** A request of SQL over HTTP. */
  countSqlRequest(): void {
    this.#sqlRequests++
  }

  /** A statement from outside of this process, on any transport. */
  recordStatement(statement: Omit<RecentStatement, 'at'>): void {
    this.#statements++
    this.#recent.push({ ...statement, text: statement.text.slice(0, LONGEST_TEXT), at: new Date() })
    if (this.#recent.length > RECENT_STATEMENTS) this.#recent.shift()
  }

  /**
   * A request to the auth server.
   * @param path below the base URL, such as `/get-session`
   */
  countAuthRequest(path: string): void {
    this.#authRequests++
    // Paths are the caller's to choose, so their number is bounded.
    const known = this.#authByPath.has(path) || this.#authByPath.size < 500 ? path : '(other)'
    this.#authByPath.set(known, (this.#authByPath.get(known) ?? 0) + 1)
  }

  /** The counters now; the newest statement comes first. */
  snapshot(): StatsSnapshot {
    return {
      sql: { requests: this.#sqlRequests, statements: this.#statements },
      auth: { requests: this.#authRequests, byPath: Object.fromEntries(this.#authByPath) },
      recent: [...this.#recent].reverse(),
    }
  }
}
