/** A client's messages, collected into units of work: as many as Postgres answers at once. */
import { ProtocolViolation } from '../../messages'
import type { Message } from '../../messages'

/** Messages that end a unit of work; Postgres answers no earlier. */
const ENDS = new Set(['Q', 'S', 'H', 'F'])

/** Messages that are collected before a unit runs may take so many bytes, then it fails. */
const MAX_BYTES = 256 * 1024 * 1024

export type Unit = readonly Message[]

export class Units {
  #collected: Message[] = []
  #collectedBytes = 0
  #waiting: Unit[] = []

  /** Takes a message. @throws ProtocolViolation when a unit grows too large */
  push(next: Message): void {
    this.#collectedBytes += next.bytes.length
    if (this.#collectedBytes > MAX_BYTES) throw new ProtocolViolation('message too large')
    this.#collected.push(next)
    if (!ENDS.has(next.type)) return
    this.#waiting.push(this.#collected)
    this.#collected = []
    this.#collectedBytes = 0
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0
  }

  /** The oldest whole unit. */
  shift(): Unit | undefined {
    return this.#waiting.shift()
  }

  clear(): void {
    this.#waiting = []
  }
}
