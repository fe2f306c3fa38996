/** Executes statements on a backend, for a transport with results rather than messages. */
import { serialize } from 'pg-protocol'
import type { Backend, Engine, Login } from '../postgres/engine'
import {
  MessageReader,
  PostgresError,
  readCommandTag,
  readCstring,
  readErrorFields,
  readRow,
} from '../postgres/messages'
import type { Message } from '../postgres/messages'

export interface Field {
  name: string
  tableID: number
  columnID: number
  dataTypeID: number
  dataTypeSize: number
  dataTypeModifier: number
}

export interface StatementResult {
  fields: Field[]
  /** Values in Postgres' text format. */
  rows: (string | null)[][]
  /** The completed command's tag; empty for an empty query. */
  tag: string
}

/** In ReadyForQuery: no transaction. */
const IDLE = 'I'.charCodeAt(0)

const DISCARD = 'DISCARD ALL'

/** All results' rows together are larger than the client allowed. */
export class ResultTooLarge extends Error {}

/** The connection ended before the answer. */
export class ConnectionLost extends Error {}

export class BackendClient {
  /** Called when the connection is gone. */
  onLost: () => void = () => {}
  /** Whether the connection can serve another request after a reset. */
  isReusable = true
  #backend: Backend | null = null
  #reader = new MessageReader()
  #onMessage: (message: Message) => void = () => {}
  #fail: () => void = () => {}
  #bytes = 0
  #isInTransaction = false
  /** The reset sent with the last statement. */
  #early: Promise<boolean> | null = null

  private constructor(private readonly maxBytes: number) {}

  /** @param maxBytes most bytes for all of a request's rows */
  static async open(
    engine: Engine,
    login: Login,
    settings: Readonly<Record<string, string>>,
    maxBytes: number,
  ): Promise<BackendClient> {
    const client = new BackendClient(maxBytes)
    client.#backend = await engine.connect(login, settings, {
      onData: (bytes) => {
        for (const next of client.#reader.push(bytes)) client.#onMessage(next)
      },
      onClose: () => client.#lose(),
    })
    return client
  }

  /** Ends the connection: cancels what runs, rolls back what is open. */
  close(): void {
    this.#backend?.close()
    this.#lose()
  }

  /**
   * Makes the connection as good as new: no open transaction, settings, statements, temporary tables,
   * locks, or channels. Closes it if that fails.
   */
  async reset(): Promise<void> {
    this.#bytes = 0
    const early = this.#early
    this.#early = null
    let isNew = early !== null && (await early)
    if (!isNew && this.isReusable) {
      const statements = this.#isInTransaction ? ['ROLLBACK', DISCARD] : [DISCARD]
      const done = this.#resetAfter(statements.length)
      for (const text of statements) this.#send(serialize.query(text))
      isNew = await done
    }
    if (!isNew) this.close()
  }

  /** Whether this many statements, already sent, end without an error. */
  #resetAfter(count: number): Promise<boolean> {
    return new Promise((resolve) => {
      let left = count
      let isDone = true
      this.#fail = () => resolve(false)
      this.#onMessage = ({ type, bytes }) => {
        if (type === 'E') isDone = false
        if (type !== 'Z' || --left > 0) return
        this.#settle(bytes)
        resolve(isDone)
      }
    })
  }

  #lose(): void {
    this.isReusable = false
    this.#fail()
    this.onLost()
  }

  /** @param ready the ReadyForQuery */
  #settle(ready: Buffer): void {
    this.#isInTransaction = ready[5] !== IDLE
    this.#onMessage = () => {}
    this.#fail = () => {}
  }

  /**
   * Executes one statement by the unnamed extended protocol, without parameter types.
   * @param isLast sends the next reset along, which runs while the result is read
   * @throws PostgresError, ResultTooLarge, ConnectionLost
   */
  run(text: string, values: readonly (string | null)[], isLast = false): Promise<StatementResult> {
    return new Promise((resolve, reject) => {
      const result: StatementResult = { fields: [], rows: [], tag: '' }
      let failure: Error | null = null
      this.#fail = () => {
        reject(failure ?? new ConnectionLost('the connection to the database was lost'))
      }
      this.#onMessage = (next) => {
        switch (next.type) {
          case 'T':
            result.fields = readFields(next.bytes)
            return
          case 'D':
            this.#bytes += next.bytes.length
            if (this.#bytes > this.maxBytes) {
              reject(new ResultTooLarge())
              this.close()
            } else result.rows.push(readRow(next.bytes))
            return
          case 'C':
            result.tag = readCommandTag(next.bytes)
            return
          case 'E':
            failure ??= new PostgresError(readErrorFields(next.bytes))
            return
          case 'G':
          case 'W':
            // COPY doesn't fit in a request with one answer.
            this.isReusable = false
            failure ??= new Error('unexpected message from server')
            this.#send(serialize.copyFail('COPY is not possible here'))
            this.#send(serialize.sync())
            return
          case 'H':
            failure ??= new Error('unexpected message from server')
            return
          case 'Z':
            this.#settle(next.bytes)
            if (isLast) this.#early = this.#resetAfter(1)
            if (failure === null) resolve(result)
            else reject(failure)
        }
      }
      this.#send(serialize.parse({ text }))
      this.#send(serialize.bind({ values: [...values] }))
      this.#send(serialize.describe({ type: 'P' }))
      this.#send(serialize.execute())
      this.#send(serialize.sync())
      if (isLast) this.#send(serialize.query(DISCARD))
    })
  }

  #send(bytes: Buffer): void {
    this.#backend?.send({ type: String.fromCharCode(bytes[0] ?? 0), bytes })
  }
}

function readFields(bytes: Buffer): Field[] {
  const fields: Field[] = []
  let offset = 7
  for (let left = bytes.readUInt16BE(5); left > 0; left--) {
    const { text, next } = readCstring(bytes, offset)
    fields.push({
      name: text,
      tableID: bytes.readUInt32BE(next),
      columnID: bytes.readInt16BE(next + 4),
      dataTypeID: bytes.readUInt32BE(next + 6),
      dataTypeSize: bytes.readInt16BE(next + 10),
      dataTypeModifier: bytes.readInt32BE(next + 12),
    })
    offset = next + 18
  }
  return fields
}
