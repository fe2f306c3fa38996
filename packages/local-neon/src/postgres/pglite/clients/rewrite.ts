/**
 * Between a client and the one session: its statements get names of its own, and what it is told
 * reads as if it had a session of its own.
 */
import { errorResponse, message, readErrorFields } from '../../messages'
import type { Message } from '../../messages'
import { adapt } from './adapt'
import type { ClientState } from './client-state'
import { statementUse } from './statements'

/** ParseComplete and CloseComplete to come, in this order. */
export type Expected = Expectation[]

interface Expectation {
  /** Whether the client shall see the answer; what the engine has added is not its business. */
  isForClient: boolean
  settle: () => void
}

/**
 * Writes a unit of messages as the session needs it, and lists which answers to expect for it.
 * @param generationOf the age of a statement, as the session has it now
 * @throws ProtocolViolation when a message is malformed
 */
export function rewrite(
  messages: readonly Message[],
  state: ClientState,
  generationOf: (statement: string) => number,
): { bytes: Buffer; expected: Expected } {
  const parts: Buffer[] = []
  const expected: Expected = []
  const { statements } = state
  const expect = (isForClient: boolean, settle: () => void = () => {}) =>
    expected.push({ isForClient, settle })
  for (const original of messages) {
    const next = adapt(original)
    state.observe(next)
    if (next.type === 'Q') statements.forget('')
    const use = statementUse(next)
    if (use === null) {
      if (next.type === 'C') expect(true)
      parts.push(next.bytes)
      continue
    }
    const generation = generationOf(use.name)
    const renamed = use.rename(statements.alias(use.name))
    if (next.type === 'B' || next.type === 'D') {
      const lost = statements.parseAgain(use.name, generation)
      if (lost !== null) {
        parts.push(lost)
        expect(false)
      }
    } else if (next.type === 'P') {
      if (use.name === '') statements.forget('')
      expect(true, () => statements.remember(use.name, renamed, generation))
    } else {
      expect(true, () => statements.forget(use.name))
    }
    parts.push(renamed)
  }
  return { bytes: Buffer.concat(parts), expected }
}

/** An error or notice as a session of the client's own would have said it. */
export function inOwnWords(part: Message, state: ClientState, timedOut: boolean): Buffer {
  const fields = readErrorFields(part.bytes)
  let text = state.statements.restoreNames(fields['M'] ?? '')
  if (timedOut && fields['C'] === '57014') text = 'canceling statement due to statement timeout'
  if (text === fields['M']) return part.bytes
  const body = errorResponse({ ...fields, M: text })
  return part.type === 'E' ? body : message(part.type, body.subarray(5))
}
