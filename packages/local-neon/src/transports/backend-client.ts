/** Executing statements on a backend, for a transport that has results rather than messages. */
import type { Backend, Engine } from '../postgres/engine'
import {
  bind,
  copyFail,
  describePortal,
  execute,
  MessageReader,
  parse,
  PostgresError,
  readCommandTag,
  readCstring,
  readErrorFields,
  readRow,
  sync,
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
  /** The tag of the completed command; empty for an empty query. */
  tag: string
}

/** The rows of all results together are larger than the client allowed. */
export class ResultTooLarge extends Error {}

/** The connection ended before the answer. */
export class ConnectionLost extends Error {}

export class BackendClient {
  #backend: Backend | null = null
  #reader = new MessageReader()
  #onMessage: (message: Message) => void = () => {}
  #onLost: () => void = () => {}
  #bytes = 0

  private constructor(private readonly maxBytes: number) {}

  /**
   * @param maxBytes how large all rows together may be, in bytes
   */
  static async open(
    engine: Engine,
    settings: Readonly<Record<string, string>>,
    maxBytes: number,
  ): Promise<BackendClient> {
    const client = new BackendClient(maxBytes)
    client.#backend = await engine.connect(settings, {
      onData: (bytes) => {
        for (const next of client.#reader.push(bytes)) client.#onMessage(next)
      },
      onClose: () => client.#onLost(),
    })
    return client
  }

  /** Ends the connection; what runs is cancelled, what is open is rolled back. */
  close(): void {
    this.#backend?.close()
    this.#onLost()
  }

  /**
   * Executes one statement by the unnamed extended protocol, without parameter types.
   * @throws PostgresError, ResultTooLarge, ConnectionLost
   */
  run(text: string, values: readonly (string | null)[]): Promise<StatementResult> {
    return new Promise((resolve, reject) => {
      const result: StatementResult = { fields: [], rows: [], tag: '' }
      let failure: Error | null = null
      this.#onLost = () => reject(new ConnectionLost('the connection to the database was lost'))
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
            // COPY has no place in a request with one answer.
            failure ??= new Error('unexpected message from server')
            this.#send(copyFail('COPY is not possible here'))
            this.#send(sync)
            return
          case 'H':
            failure ??= new Error('unexpected message from server')
            return
          case 'Z':
            this.#onMessage = () => {}
            this.#onLost = () => {}
            if (failure === null) resolve(result)
            else reject(failure)
        }
      }
      for (const part of [parse(text), bind(values), describePortal, execute, sync]) {
        this.#send(part)
      }
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
