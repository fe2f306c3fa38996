import { RequestError } from '../http/requests'
import { PostgresError } from '../postgres/messages'
import type { ErrorFields } from '../postgres/messages'
import { ResultTooLarge } from './backend-client'
import { MAX_BYTES } from './http-request'

/** Keys in an error body, each with the Postgres ErrorResponse field it shows. */
const ERROR_KEYS = {
  code: 'C',
  detail: 'D',
  hint: 'H',
  position: 'P',
  internalPosition: 'p',
  internalQuery: 'q',
  severity: 'S',
  where: 'W',
  table: 't',
  column: 'c',
  schema: 's',
  dataType: 'd',
  constraint: 'n',
  file: 'F',
  line: 'L',
  routine: 'R',
} as const

/** The answer to a failed request, like Neon's proxy's. */
export function describeFailure(error: unknown): {
  status: number
  body: Record<string, string | null>
} {
  const { status, fields } = describe(error)
  return { status, body: errorBody(fields) }
}

function describe(error: unknown): { status: number; fields: ErrorFields } {
  if (error instanceof PostgresError) return { status: 400, fields: error.fields }
  if (error instanceof RequestError) {
    return { status: error.status, fields: notFromPostgres(error.message) }
  }
  if (error instanceof ResultTooLarge) {
    const text = `response is too large (max is ${MAX_BYTES} bytes)`
    return { status: 507, fields: notFromPostgres(text) }
  }
  const text = error instanceof Error ? error.message : String(error)
  return { status: 400, fields: notFromPostgres(text) }
}

function notFromPostgres(text: string): ErrorFields {
  return { M: text, C: '', S: '' }
}

function errorBody(fields: ErrorFields): Record<string, string | null> {
  const body: Record<string, string | null> = { message: fields['M'] ?? '' }
  for (const [key, field] of Object.entries(ERROR_KEYS)) body[key] = fields[field] ?? null
  return body
}
