/** Statements that would mean something else in the session that clients share. */
import { cstring, message, readCstring } from '../../messages'
import type { Message } from '../../messages'
import { quoteIdentifier, quoteLiteral } from '../../quote'
import { CREDENTIALS } from '../cluster/settings'

const WORTH_A_LOOK = /\b(database|subscription|authorization)\b/i

/** What may stand before a statement's first word. */
const BEFORE = String.raw`(?:\s|--[^\n]*\n|/\*[^]*?\*/)*`
const CREATE_DATABASE = new RegExp(`^${BEFORE}create\\s+database\\b`, 'i')
const SUBSCRIPTION = new RegExp(`^${BEFORE}(?:create|alter)\\s+subscription\\b`, 'i')

const SET_AUTHORIZATION = String.raw`set\s+(?:(?:session|local)\s+)?session\s+authorization\s+`
const OWN_AUTHORIZATION = new RegExp(
  `(^|;)(${BEFORE})(?:reset\\s+session\\s+authorization|${SET_AUTHORIZATION}default)\\b`,
  'gi',
)
const OTHER_AUTHORIZATION = new RegExp(
  `(?:^|;)${BEFORE}${SET_AUTHORIZATION}(?!default\\b)(["']?)([^"';\\s]+)\\1`,
  'i',
)

/** A statement of a simple query or of Parse as the session can take it; other messages as they are. */
export function adapt(next: Message): Message {
  if (next.type !== 'Q' && next.type !== 'P') return next
  const start = next.type === 'Q' ? 5 : readCstring(next.bytes, 5).next
  const end = readCstring(next.bytes, start).next
  // Byte by byte, so that what is left alone stays what it was, in whatever encoding.
  const text = next.bytes.toString('latin1', start, end - 1)
  if (!WORTH_A_LOOK.test(text)) return next
  const adapted = adaptText(text)
  if (adapted === text) return next
  const before = next.bytes.subarray(5, start)
  const statement = cstring(Buffer.from(adapted, 'latin1').toString('utf8'))
  return {
    type: next.type,
    bytes: message(next.type, before, statement, next.bytes.subarray(end)),
  }
}

function adaptText(text: string): string {
  if (CREATE_DATABASE.test(text)) return failing('0A000', 'the embedded Postgres has one database')
  if (SUBSCRIPTION.test(text)) {
    return failing('0A000', 'the embedded Postgres has no logical replication')
  }
  const other = OTHER_AUTHORIZATION.exec(text)?.[2]
  if (other !== undefined && other !== CREDENTIALS.user) {
    return failing('42501', `permission denied to set session authorization "${other}"`)
  }
  // The session itself belongs to a superuser, which a client must not become.
  const own = `SET SESSION AUTHORIZATION ${quoteIdentifier(CREDENTIALS.user)}`
  return text.replace(OWN_AUTHORIZATION, (_, begin: string, space: string) => begin + space + own)
}

/** A statement that fails so. */
function failing(code: string, text: string): string {
  const raise = `RAISE EXCEPTION USING ERRCODE = ${quoteLiteral(code)}, MESSAGE = ${quoteLiteral(text)}`
  return `DO $local_neon$BEGIN ${raise}; END$local_neon$`
}
