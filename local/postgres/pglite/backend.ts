/** One client of the embedded Postgres: its messages, its turn, its share of the session. */
import {
  copyFail,
  errorFields,
  errorResponse,
  message,
  ProtocolViolation,
  query,
  readCommandTag,
  readErrorFields,
  readyForQuery,
  sync,
} from '../messages'
import type { ErrorFields, Message } from '../messages'
import type { Backend, BackendListener } from '../engine'
import { ClientState } from './client-state'
import type { RunListener } from './session'
import type { SessionShare } from './session-share'
import { statementUse } from './statements'
import type { Origin } from './statements'

/** Messages that end a unit of work; Postgres answers no earlier. */
const UNIT_ENDS = new Set(['Q', 'S', 'H', 'F'])
const COPY_DATA = new Set(['d', 'c', 'f'])

/** Messages that are collected before a unit runs may take so many bytes, then it fails. */
const MAX_UNIT_BYTES = 256 * 1024 * 1024

interface Unit {
  messages: Message[]
}

export class EmbeddedBackend implements Backend {
  readonly state: ClientState
  #collected: Message[] = []
  #collectedBytes = 0
  #units: Unit[] = []
  #phase: 'idle' | 'waiting' | 'running' | 'copying' = 'idle'
  #holdsTurn = false
  #status: 'I' | 'T' | 'E' = 'I'
  /** Something ran that Postgres has not said it is ready after: a Sync has to come. */
  #needsSync = false
  #closed = false
  #timedOut = false
  /** The next run is to be cancelled as soon as it begins. */
  #cancelled = false
  #running: RunListener | null = null
  #leaveQueue: () => boolean = () => false

  constructor(
    readonly processId: number,
    readonly secretKey: number,
    settings: Readonly<Record<string, string>>,
    private readonly share: SessionShare,
    private readonly listener: BackendListener,
  ) {
    this.state = new ClientState(processId, settings)
  }

  get parameters(): ReadonlyMap<string, string> {
    return this.share.parametersFor(this.state)
  }

  /** True while the client holds the session without using it: in a transaction of its own. */
  get idlesInTransaction(): boolean {
    return this.#holdsTurn && this.#phase === 'idle'
  }

  send(next: Message): void {
    if (this.#closed) return
    if (this.#phase === 'copying') {
      // Sync and Flush mean nothing within a COPY; what Postgres thinks of others, it says itself.
      if (next.type !== 'S' && next.type !== 'H') this.share.session.feed(next.bytes)
      if (next.type === 'c' || next.type === 'f') this.#phase = 'running'
      return
    }
    // Outside of a COPY they are left over from one that failed, and are to be ignored.
    if (COPY_DATA.has(next.type)) return
    this.#collectedBytes += next.bytes.length
    if (this.#collectedBytes > MAX_UNIT_BYTES) throw new ProtocolViolation('message too large')
    this.#collected.push(next)
    if (!UNIT_ENDS.has(next.type)) return
    this.#units.push({ messages: this.#collected })
    this.#collected = []
    this.#collectedBytes = 0
    this.#pump()
  }

  /** A notification for a channel that this client listens on. */
  notify(bytes: Buffer): void {
    if (!this.#closed) this.listener.onData(bytes)
  }

  /** Cancels what the client waits for or has running. */
  cancel(): void {
    if (this.#phase === 'waiting' && this.#leaveQueue()) {
      this.#phase = 'idle'
      this.#refuse(errorFields('ERROR', '57014', 'canceling statement due to user request'))
    } else if (this.#phase === 'running' || this.#phase === 'copying') {
      this.#interrupt()
    }
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#units = []
    if (this.#phase === 'waiting' && this.#leaveQueue()) this.#phase = 'idle'
    if (this.#phase === 'idle') void this.#leave()
    else if (this.#phase === 'copying') this.share.session.feed(copyFail('the client went away'))
    else if (this.#phase === 'running') this.#interrupt()
  }

  /**
   * Cancels the client's own run: now, or when it begins. What the engine runs in between to put
   * things in order must not be cancelled.
   */
  #interrupt(): void {
    if (this.#running === null) this.#cancelled = true
    else this.share.session.interrupt(this.#running)
  }

  /** Ends the connection from this side, as when the engine stops. */
  disconnect(): void {
    if (this.#closed) return
    this.close()
    this.listener.onClose()
  }

  /** Answers the oldest waiting unit with an error instead of running it. */
  #refuse(fields: ErrorFields): void {
    const unit = this.#units.shift()
    const parts = [errorResponse(fields)]
    const last = unit?.messages.at(-1)
    if (last?.type !== 'H') parts.push(readyForQuery('I'))
    this.listener.onData(Buffer.concat(parts))
    this.#pump()
  }

  #pump(): void {
    if (this.#phase !== 'idle' || this.#units.length === 0) return
    if (this.#holdsTurn) {
      this.#phase = 'running'
      this.#runNext()
      return
    }
    this.#phase = 'waiting'
    this.#leaveQueue = this.share.acquire({
      granted: () => {
        this.#phase = 'running'
        this.#holdsTurn = true
        this.share.switchTo(this).then(
          () => this.#runNext(),
          (error: unknown) => this.#fail(error),
        )
      },
      refused: (fields) => {
        this.#phase = 'idle'
        this.#refuse(fields)
      },
    })
  }

  #fail(error: unknown): void {
    this.#phase = 'idle'
    this.#giveTurnBack()
    const text = error instanceof Error ? error.message : String(error)
    if (!this.#closed) this.#refuse(errorFields('ERROR', 'XX000', text))
  }

  #runNext(): void {
    const unit = this.#units.shift()
    if (unit === undefined || this.#closed) {
      // The client went away between its turn and its work.
      this.#phase = 'idle'
      void this.#leave()
      return
    }
    const { bytes, expected } = this.#prepare(unit)
    this.#beforeRun().then(
      (timeout) => this.#run(bytes, expected, timeout),
      (error: unknown) => this.#fail(error),
    )
  }

  /** @returns how long the run may take, in milliseconds; 0 is for ever */
  async #beforeRun(): Promise<number> {
    if (this.#status === 'E') return 0
    if (this.state.willChangeListens) {
      this.state.willChangeListens = false
      await this.share.listenOnlyFor(this.state)
    }
    return this.share.statementTimeout(this.state)
  }

  #run(bytes: Buffer, expected: Expected[], timeout: number): void {
    if (this.#closed) {
      this.#phase = 'idle'
      void this.#leave()
      return
    }
    this.#timedOut = false
    const timer = setTimeout(() => {
      this.#timedOut = true
      this.#interrupt()
    }, timeout)
    if (timeout === 0) clearTimeout(timer)
    const answers: Buffer[] = []
    const listener: RunListener = {
      onMessage: (part) => {
        const kept = this.#digest(part, expected)
        if (kept !== null) answers.push(kept)
      },
      onChunk: () => {
        if (answers.length > 0 && !this.#closed) this.listener.onData(Buffer.concat(answers))
        answers.length = 0
      },
      onHungry: () => {
        if (this.#closed) this.share.session.feed(copyFail('the client went away'))
      },
      onDone: () => {
        clearTimeout(timer)
        this.#running = null
        this.#phase = 'running'
        void this.#afterRun()
      },
    }
    this.#running = listener
    this.share.session.run(bytes, listener)
    if (this.#cancelled) this.#interrupt()
    this.#cancelled = false
  }

  /** Writes a unit as the session needs it, and lists which answers to expect for it. */
  #prepare(unit: Unit): { bytes: Buffer; expected: Expected[] } {
    const parts: Buffer[] = []
    const expected: Expected[] = []
    const { statements } = this.state
    for (const next of unit.messages) {
      this.state.observe(next)
      if (next.type === 'Q') statements.forget('')
      const use = statementUse(next)
      if (use === null) {
        if (next.type === 'C') expected.push({ answer: '3', origin: 'client', settle: () => {} })
        parts.push(next.bytes)
        continue
      }
      const renamed = use.rename(statements.alias(use.name))
      if (next.type === 'B' || next.type === 'D') {
        const lost = statements.parseAgain(use.name, this.share.generationOf(use.name))
        if (lost !== null) {
          parts.push(lost)
          expected.push({ answer: '1', origin: 'engine', settle: () => {} })
        }
      } else if (next.type === 'P') {
        const generation = this.share.generationOf(use.name)
        const settle = () => statements.remember(use.name, renamed, generation)
        if (use.name === '') statements.forget('')
        expected.push({ answer: '1', origin: 'client', settle })
      } else {
        expected.push({
          answer: '3',
          origin: 'client',
          settle: () => statements.forget(use.name),
        })
      }
      parts.push(renamed)
    }
    this.#needsSync = true
    return { bytes: Buffer.concat(parts), expected }
  }

  /** Looks at an answer, and gives what the client shall see of it. */
  #digest(part: Message, expected: Expected[]): Buffer | null {
    switch (part.type) {
      case '1':
      case '3': {
        const next = expected.shift()
        next?.settle()
        return next?.origin === 'engine' ? null : part.bytes
      }
      case 'A':
        this.share.route(part.bytes, this.processId)
        return null
      case 'C':
        this.#phase = 'running'
        this.state.completed(readCommandTag(part.bytes))
        if (this.state.droppedAllStatements) {
          this.state.droppedAllStatements = false
          this.share.statementsDropped()
        }
        return part.bytes
      case 'E':
        this.#phase = 'running'
        return this.#inOwnWords(part)
      case 'N':
        return this.#inOwnWords(part)
      case 'G':
      case 'W':
        // From here on the client's data goes straight to Postgres; the answer lets it begin.
        this.#phase = 'copying'
        return part.bytes
      case 'Z':
        this.#needsSync = false
        this.#status = readStatus(part.bytes)
        return part.bytes
      default:
        return part.bytes
    }
  }

  /** An error or notice as a session of the client's own would have said it. */
  #inOwnWords(part: Message): Buffer {
    const fields = readErrorFields(part.bytes)
    let text = this.state.statements.restoreNames(fields['M'] ?? '')
    if (this.#timedOut && fields['C'] === '57014') {
      text = 'canceling statement due to statement timeout'
    }
    if (text === fields['M']) return part.bytes
    const body = errorResponse({ ...fields, M: text })
    return part.type === 'E' ? body : message(part.type, body.subarray(5))
  }

  async #afterRun(): Promise<void> {
    if (this.#status === 'I' && !this.#needsSync) await this.share.settle(this.state)
    // A cancel that came after the run was for it, and is too late.
    this.#cancelled = false
    this.#phase = 'idle'
    if (this.#closed) return this.#leave()
    if (this.#status === 'I' && !this.#needsSync) this.#giveTurnBack()
    this.#pump()
  }

  /** Takes a client that has gone out of the session: its transaction ends, its turn too. */
  async #leave(): Promise<void> {
    if (this.#holdsTurn) {
      if (this.#needsSync) await this.#silently(sync)
      if (this.#status !== 'I') await this.#silently(query('ROLLBACK'))
      this.#status = 'I'
    }
    // First: whoever gets the turn next looks at who is still there.
    this.share.remove(this)
    this.#giveTurnBack()
  }

  #silently(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
      this.share.session.run(bytes, {
        onMessage: (part) => {
          if (part.type === 'Z') this.#status = readStatus(part.bytes)
          if (part.type === 'A') this.share.route(part.bytes, this.processId)
        },
        onChunk: () => {},
        onHungry: () => {},
        onDone: resolve,
      })
    })
  }

  #giveTurnBack(): void {
    if (!this.#holdsTurn) return
    this.#holdsTurn = false
    this.share.release()
  }
}

interface Expected {
  answer: '1' | '3'
  origin: Origin
  settle: () => void
}

function readStatus(bytes: Buffer): 'I' | 'T' | 'E' {
  const status = String.fromCharCode(bytes[5] ?? 0)
  return status === 'T' || status === 'E' ? status : 'I'
}
