/** Reads along on a wire connection, to tell the statistics which statements it runs. */
import { MessageReader, readCommandTag, readCstring, readErrorFields } from '../postgres/messages'
import type { Message } from '../postgres/messages'
import type { WireObserver } from '../postgres/wire'
import type { Stats, Transport } from '../stats'
import { readBoundValues } from './bound-values'

interface Pending {
  kind: 'simple' | 'extended' | 'sync'
  text: string
  parameters: (string | null)[]
  begun: number
  rows: number | null
}

/** A statement with its parameters bound. */
type Portal = Pick<Pending, 'text' | 'parameters'>

const nothing: Portal = { text: '', parameters: [] }

export class StatementWatch implements WireObserver {
  #reader = new MessageReader()
  #statements = new Map<string, string>()
  #portals = new Map<string, Portal>()
  #pending: Pending[] = []

  constructor(
    private readonly stats: Stats,
    private readonly transport: Transport,
  ) {}

  onFrontend({ type, bytes }: Message): void {
    switch (type) {
      case 'Q':
        this.#begin('simple', { text: readCstring(bytes, 5).text, parameters: [] })
        return
      case 'P': {
        const name = readCstring(bytes, 5)
        this.#statements.set(name.text, readCstring(bytes, name.next).text)
        return
      }
      case 'B': {
        const portal = readCstring(bytes, 5)
        const statement = readCstring(bytes, portal.next)
        const text = this.#statements.get(statement.text) ?? ''
        this.#portals.set(portal.text, {
          text,
          parameters: readBoundValues(bytes, statement.next),
        })
        return
      }
      case 'E':
        this.#begin('extended', this.#portals.get(readCstring(bytes, 5).text) ?? nothing)
        return
      case 'S':
        this.#begin('sync', nothing)
    }
  }

  onBackend(chunk: Buffer): void {
    for (const { type, bytes } of this.#reader.push(chunk)) {
      const [first] = this.#pending
      if (first === undefined) continue
      if (type === 'Z') {
        // An error skips everything up to the Sync, so the rest never ran.
        while (this.#pending.length > 0) {
          const done = this.#pending.shift()
          if (done?.kind === 'simple') this.#record(done)
          if (done?.kind !== 'extended') break
        }
      } else if (first.kind === 'simple') {
        if (type === 'C') first.rows = (first.rows ?? 0) + rowsOf(bytes)
        else if (type === 'E') {
          // Clients take the error as its end, before they see that the server is ready.
          this.#record({ ...first, rows: null }, bytes)
          first.kind = 'sync'
        }
      } else if (first.kind === 'extended' && (type === 'C' || type === 'E')) {
        this.#pending.shift()
        if (type === 'C') this.#record({ ...first, rows: rowsOf(bytes) })
        else this.#record({ ...first, rows: null }, bytes)
      } else if (first.kind === 'extended' && (type === 'I' || type === 's')) {
        this.#pending.shift()
      }
    }
  }

  #begin(kind: Pending['kind'], portal: Portal): void {
    this.#pending.push({ kind, ...portal, begun: performance.now(), rows: null })
  }

  /** @param failure the ErrorResponse, if it failed */
  #record({ text, parameters, begun, rows }: Pending, failure?: Buffer): void {
    const milliseconds = performance.now() - begun
    const error = failure ? (readErrorFields(failure)['M'] ?? 'unknown error') : null
    const { transport } = this
    this.stats.recordStatement({ text, parameters, milliseconds, rows, error, transport })
  }
}

/** The number at the end of a command tag; 0 if the command has no rows. */
function rowsOf(bytes: Buffer): number {
  return Number(/\d+$/.exec(readCommandTag(bytes))?.[0] ?? 0)
}
