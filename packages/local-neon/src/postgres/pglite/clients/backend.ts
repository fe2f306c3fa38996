/** One client of the embedded Postgres: its messages, its turn, its share of the session. */
import {
  copyFail,
  errorFields,
  errorResponse,
  query,
  readCommandTag,
  readyForQuery,
  sync,
} from '../../messages'
import type { ErrorFields, Message } from '../../messages'
import type { Backend, BackendListener } from '../../engine'
import { ClientState } from './client-state'
import type { RunListener } from '../session/session'
import type { SessionShare } from '../session/share'
import { inOwnWords, rewrite } from './rewrite'
import type { Expected } from './rewrite'
import { Units } from './units'

const COPY_DATA = new Set(['d', 'c', 'f'])

export class EmbeddedBackend implements Backend {
  readonly state: ClientState
  #units = new Units()
  #phase: 'idle' | 'waiting' | 'running' | 'copying' = 'idle'
  #holdsTurn = false
  #status: 'I' | 'T' | 'E' = 'I'
  /** Something ran that Postgres has not said it is ready after: a Sync has to come. */
  #needsSync = false
  #closed = false
  #timedOut = false
  /** Postgres waits for data of a COPY that the client has not sent yet. */
  #starves = false
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

  /** True while the client holds the session without using it: in a transaction or COPY of its own. */
  get idlesInTransaction(): boolean {
    return this.#holdsTurn && (this.#phase === 'idle' || this.#starves)
  }

  send(next: Message): void {
    if (this.#closed) return
    if (this.#phase === 'copying') {
      // Sync and Flush mean nothing within a COPY; what Postgres thinks of others, it says itself.
      if (next.type !== 'S' && next.type !== 'H') {
        this.#starves = false
        this.share.session.feed(next.bytes)
      }
      if (next.type === 'c' || next.type === 'f') this.#phase = 'running'
      return
    }
    // Outside of a COPY they are left over from one that failed, and are to be ignored.
    if (COPY_DATA.has(next.type)) return
    this.#units.push(next)
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
    this.#units.clear()
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
    const last = unit?.at(-1)
    if (last?.type !== 'H') parts.push(readyForQuery('I'))
    this.listener.onData(Buffer.concat(parts))
    this.#pump()
  }

  #pump(): void {
    if (this.#phase !== 'idle' || this.#units.isEmpty) return
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
    const { bytes, expected } = rewrite(unit, this.state, (name) => this.share.generationOf(name))
    this.#needsSync = true
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
      await this.share.listening.narrowTo(this.state)
    }
    // Postgres itself would be told by a signal, which a thread of WebAssembly does not get.
    return this.state.mayHaveTimeout ? this.share.session.statementTimeout() : 0
  }

  #run(bytes: Buffer, expected: Expected, timeout: number): void {
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
        this.#starves = !this.#closed
        if (this.#closed) this.share.session.feed(copyFail('the client went away'))
      },
      onDone: () => {
        clearTimeout(timer)
        this.#starves = false
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

  /** Looks at an answer, and gives what the client shall see of it. */
  #digest(part: Message, expected: Expected): Buffer | null {
    switch (part.type) {
      case '1':
      case '3': {
        const next = expected.shift()
        next?.settle()
        return next?.isForClient === false ? null : part.bytes
      }
      case 'A':
        this.share.listening.route(part.bytes, this.processId)
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
        return inOwnWords(part, this.state, this.#timedOut)
      case 'N':
        return inOwnWords(part, this.state, this.#timedOut)
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
    return this.share.session.silently(bytes, (part) => {
      if (part.type === 'Z') this.#status = readStatus(part.bytes)
      if (part.type === 'A') this.share.listening.route(part.bytes, this.processId)
    })
  }

  #giveTurnBack(): void {
    if (!this.#holdsTurn) return
    this.#holdsTurn = false
    this.share.release()
  }
}

function readStatus(bytes: Buffer): 'I' | 'T' | 'E' {
  const status = String.fromCharCode(bytes[5] ?? 0)
  return status === 'T' || status === 'E' ? status : 'I'
}
