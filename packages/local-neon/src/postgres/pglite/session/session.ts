/**
 * The one session of the embedded Postgres, as its thread offers it: one run of messages at a
 * time, answered with messages.
 */
import { MessageReader, PostgresError, query, readErrorFields, readRow } from '../../messages'
import type { Message } from '../../messages'
import type { Interrupter } from '../thread/interrupts'
import type { FromWorker, ToWorker } from '../thread/thread'

/** What a run reports while it lasts. */
export interface RunListener {
  onMessage(message: Message): void
  /** The messages that came together have all been reported. */
  onChunk(): void
  /** Postgres wants bytes that the run did not have (COPY FROM STDIN); feed them. */
  onHungry(): void
  onDone(): void
}

/** How often a run that does not end is cancelled again, in milliseconds. */
const INTERRUPT_INTERVAL = 20

/** Units in which Postgres shows a time. */
const MILLISECONDS: Record<string, number> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** Runs messages in the session. Callers take turns by the lock; this checks that they do. */
export class Session {
  #listener: RunListener | null = null
  #reader = new MessageReader()
  #run = 0
  #again: NodeJS.Timeout | undefined

  constructor(
    private readonly send: (message: ToWorker) => void,
    private readonly interrupter: Interrupter,
  ) {}

  /** Takes what the thread says about a run. */
  receive(message: FromWorker): void {
    const listener = this.#listener
    if (listener === null) return
    if (message.kind === 'output') {
      for (const part of this.#reader.push(message.bytes)) listener.onMessage(part)
      listener.onChunk()
    } else if (message.kind === 'hungry') {
      listener.onHungry()
    } else if (message.kind === 'idle') {
      this.#listener = null
      clearInterval(this.#again)
      listener.onDone()
    }
  }

  /** Starts a run of whole frontend messages. */
  run(bytes: Buffer, listener: RunListener): void {
    if (this.#listener !== null) throw new Error('the session is already running something')
    this.#listener = listener
    this.#run = (this.#run % 0x7fffffff) + 1
    this.send({ kind: 'run', run: this.#run, bytes })
  }

  /** Cancels the run that has this listener, if it is the one that runs. */
  interrupt(listener: RunListener): void {
    if (this.#listener !== listener) return
    this.interrupter.interrupt(this.#run)
    // Postgres ignores a cancel that comes while it still reads the command, so one is not enough.
    clearInterval(this.#again)
    this.#again = setInterval(() => this.interrupter.interrupt(this.#run), INTERRUPT_INTERVAL)
  }

  feed(bytes: Buffer): void {
    this.send({ kind: 'feed', bytes })
  }

  /**
   * Executes a script on behalf of the engine.
   * @returns the values of all rows, as text
   * @throws PostgresError
   */
  async script(text: string): Promise<(string | null)[][]> {
    const rows: (string | null)[][] = []
    let failure: PostgresError | null = null
    await this.silently(query(text), ({ type, bytes }) => {
      if (type === 'D') rows.push(readRow(bytes))
      else if (type === 'E') failure ??= new PostgresError(readErrorFields(bytes))
    })
    if (failure !== null) throw failure
    return rows
  }

  /** Runs messages on behalf of the engine; `onMessage` sees what they are answered with. */
  silently(bytes: Buffer, onMessage: (message: Message) => void = () => {}): Promise<void> {
    return new Promise((resolve) => {
      this.run(bytes, { onMessage, onChunk: () => {}, onHungry: () => {}, onDone: resolve })
    })
  }

  /** How long a statement may run as things are set, in milliseconds; 0 is for ever. */
  async statementTimeout(): Promise<number> {
    // SHOW, unlike a query, may stand before SET TRANSACTION.
    const [[text] = []] = await this.script('SHOW statement_timeout')
    const [, number, unit] = /^(\d+)(\w*)$/.exec(text ?? '') ?? []
    return Number(number ?? 0) * (MILLISECONDS[unit ?? ''] ?? 1)
  }
}
