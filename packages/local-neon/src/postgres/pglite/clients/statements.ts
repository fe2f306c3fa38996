/**
 * Prepared statements of one client. All clients share one session, so a name is replaced by one
 * that only this client uses, and what another client threw away is parsed again when needed.
 */
import { cstring, message, readCstring } from '../../messages'
import type { Message } from '../../messages'

interface Prepared {
  /** The Parse message, with the replaced name. */
  parse: Buffer
  /** The generation of the session in which it was parsed. */
  generation: number
}

/** The statements of one client, by the client's names. The unnamed one has the name ''. */
export class Statements {
  #prepared = new Map<string, Prepared>()
  #aliases = new Map<string, string>()
  #prefix: string

  constructor(clientId: number) {
    this.#prefix = `local_neon_${clientId}_`
  }

  get isEmpty(): boolean {
    return this.#prepared.size === 0
  }

  /** The name that the session knows a client's statement by. */
  alias(name: string): string {
    if (name === '') return ''
    let alias = this.#aliases.get(name)
    if (alias === undefined) {
      alias = `${this.#prefix}${this.#aliases.size + 1}`
      this.#aliases.set(name, alias)
    }
    return alias
  }

  /** Puts the client's names back into a text that Postgres wrote, such as an error message. */
  restoreNames(text: string): string {
    if (!text.includes(this.#prefix)) return text
    for (const [name, alias] of [...this.#aliases].reverse()) text = text.replaceAll(alias, name)
    return text
  }

  /** A Parse was answered: the statement exists from now on. */
  remember(name: string, parse: Buffer, generation: number): void {
    this.#prepared.set(name, { parse, generation })
  }

  forget(name: string): void {
    this.#prepared.delete(name)
  }

  forgetAll(): void {
    this.#prepared.clear()
  }

  /** The Parse to send before a statement is used, when the session has lost it. */
  parseAgain(name: string, generation: number): Buffer | null {
    const prepared = this.#prepared.get(name)
    if (prepared === undefined || prepared.generation === generation) return null
    prepared.generation = generation
    return prepared.parse
  }

  /** Close messages for everything the client has left behind. */
  closeAll(): Buffer[] {
    return [...this.#prepared.keys()]
      .filter((name) => name !== '')
      .map((name) => message('C', Buffer.from('S', 'latin1'), cstring(this.alias(name))))
  }
}

/** A message that names a statement: its name, and how to say it with another one. */
export interface StatementUse {
  name: string
  rename(to: string): Buffer
}

/**
 * The prepared statement that a Parse, Bind, Describe or Close is about; null for others.
 * @throws ProtocolViolation when the message is malformed
 */
export function statementUse({ type, bytes }: Message): StatementUse | null {
  switch (type) {
    case 'P':
      return nameAt(type, bytes, 5)
    case 'B':
      return nameAt(type, bytes, readCstring(bytes, 5).next)
    case 'D':
    case 'C':
      return bytes[5] === 0x53 ? nameAt(type, bytes, 6) : null
    default:
      return null
  }
}

function nameAt(type: string, bytes: Buffer, offset: number): StatementUse {
  const { text, next } = readCstring(bytes, offset)
  return {
    name: text,
    rename(to) {
      if (to === text) return bytes
      return message(type, bytes.subarray(5, offset), cstring(to), bytes.subarray(next))
    },
  }
}
