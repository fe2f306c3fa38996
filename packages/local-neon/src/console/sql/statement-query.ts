/** Runs a query string statement by statement, with no more rows in memory than asked for. */
import type { Connection, FieldDef, Submittable } from 'pg'
import { z } from 'zod'

export const resultSchema = z.object({
  tag: z.string().describe('As Postgres says it: `INSERT 0 1`.'),
  /** Null for a statement without rows. */
  columns: z.array(z.object({ name: z.string(), type: z.string() })).nullable(),
  rows: z.array(z.array(z.string().nullable())).describe('Texts as Postgres writes them.'),
  rowCount: z.number().describe('Of all rows; `rows` may be only the first.'),
  milliseconds: z.number(),
})
export type StatementResult = z.infer<typeof resultSchema>

export interface RawResult extends Omit<StatementResult, 'columns'> {
  fields: FieldDef[] | null
}

/** How much is kept of the rows: their number, and their characters in total. */
export interface Limits {
  rows: number
  characters: number
}

/**
 * A simple-protocol query for `client.query`: several statements in one text, each with its own result,
 * which is kept if a later one fails. (The driver's own query then has no results, and keeps all rows.)
 */
export class StatementQuery implements Submittable {
  readonly results: RawResult[] = []
  readonly done: Promise<void>
  #resolve: () => void = () => {}
  #reject: (error: unknown) => void = () => {}
  #fields: FieldDef[] | null = null
  #rows: (string | null)[][] = []
  #rowCount = 0
  #characters = 0
  #kept = true
  #startedAt = 0

  constructor(
    readonly text: string,
    readonly limits: Limits,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  submit(connection: Connection): void {
    this.#startedAt = performance.now()
    connection.query(this.text)
  }

  handleRowDescription({ fields }: { fields: FieldDef[] }): void {
    this.#fields = fields
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    this.#rowCount += 1
    if (!this.#kept) return
    for (const value of fields) this.#characters += value?.length ?? 0
    this.#kept = this.#rows.length < this.limits.rows && this.#characters <= this.limits.characters
    if (this.#kept) this.#rows.push(fields)
  }

  handleCommandComplete({ text }: { text: string }): void {
    const now = performance.now()
    this.results.push({
      tag: text,
      fields: this.#fields,
      rows: this.#rows,
      rowCount: this.#rowCount,
      milliseconds: now - this.#startedAt,
    })
    this.#startedAt = now
    this.#fields = null
    this.#rows = []
    this.#rowCount = 0
    this.#kept = true
  }

  handleEmptyQuery(): void {}

  handlePortalSuspended(): void {}

  handleCopyInResponse(connection: Connection): void {
    // Meant for the driver's own query, which does the same.
    const { sendCopyFail } = connection as Connection & { sendCopyFail(reason: string): void }
    sendCopyFail.call(connection, 'there is no data to copy from here')
  }

  handleCopyData(): void {}

  /** The driver is done with a failed query, and doesn't say when Postgres is ready again. */
  handleError(error: unknown): void {
    this.#reject(error)
  }

  handleReadyForQuery(): void {
    this.#resolve()
  }
}
