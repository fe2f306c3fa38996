/** What can be wrong with a request about tables, in words for people. */
import { DatabaseError } from 'pg'
import { Problem } from '../../problem'

type TableErrorCode =
  | 'not_found'
  | 'not_writable'
  | 'invalid_request'
  | 'invalid_value'
  | 'conflict'
  | 'refused_by_database'

/** `column` is set if one value is to blame. */
export class TableError extends Problem {
  constructor(
    readonly code: TableErrorCode,
    message: string,
    readonly column?: string,
    options?: ErrorOptions,
  ) {
    super(code, message, options)
    this.name = 'TableError'
  }
}

/** Serialization failure, deadlock: someone else was quicker. */
const CONFLICTS = ['40001', '40P01']
const TIMEOUT = '57014'

/** Postgres's refusal in its own words, with detail and hint; anything else unchanged. */
export function fromDatabase(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return error
  if (error.code === TIMEOUT) {
    const message = 'This took Postgres too long, so it was stopped.'
    return new TableError('refused_by_database', message, undefined, { cause: error })
  }
  const code = CONFLICTS.includes(error.code ?? '') ? 'conflict' : 'refused_by_database'
  const sentences = [error.message, error.detail, error.hint].filter((text) => text !== undefined)
  const message = sentences.map((text) => (/[.!?]$/.test(text) ? text : `${text}.`)).join(' ')
  return new TableError(code, capitalize(message), error.column, { cause: error })
}

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
