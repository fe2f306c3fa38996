/** Results as files, and the latest runs they come from. */
import type { Run, StatementResult } from './run'

/** As in RFC 4180. NULL is an empty field and an empty text is `""`, as in Postgres's COPY. */
export function toCsv({ columns, rows }: Pick<StatementResult, 'columns' | 'rows'>): string {
  const field = (value: string | null) => {
    if (value === null) return ''
    return value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
  }
  const names = (columns ?? []).map((column) => column.name)
  return [names, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('')
}

const NUMBERS = new Set(['smallint', 'integer', 'real', 'double precision', 'oid'])

/**
 * An array of objects. Booleans, numbers that JSON keeps exactly, and JSON itself stay what they are; the
 * rest is Postgres's text. If two columns share a name, the second is `name_2`.
 */
export function toJson({ columns, rows }: Pick<StatementResult, 'columns' | 'rows'>): string {
  const seen = new Map<string, number>()
  const keys = (columns ?? []).map(({ name }) => {
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return JSON.stringify(count === 1 ? name : `${name}_${count}`)
  })
  const value = (type: string, text: string | null): string => {
    if (text === null) return 'null'
    if (type === 'boolean') return String(text === 't')
    if (type === 'json' || type === 'jsonb') return text
    if (NUMBERS.has(type) && /^-?\d/.test(text)) return String(Number(text))
    return JSON.stringify(text)
  }
  const lines = rows.map(
    (row) =>
      `  { ${row.map((text, at) => `${keys[at]}: ${value(columns?.[at]?.type ?? '', text)}`).join(', ')} }`,
  )
  return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`
}

/** The latest runs with their rows, so a download runs nothing again. */
export class RecentRuns {
  readonly #runs = new Map<string, Run>()

  constructor(readonly most = 5) {}

  add(run: Run): void {
    this.#runs.delete(run.id)
    this.#runs.set(run.id, run)
    for (const id of this.#runs.keys()) {
      if (this.#runs.size <= this.most) return
      this.#runs.delete(id)
    }
  }

  /** A statement's result by its index, from 0; undefined if it's gone. */
  result(id: string, at: number): StatementResult | undefined {
    return this.#runs.get(id)?.results[at]
  }
}
