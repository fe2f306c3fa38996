/**
 * The Postgres wire protocol, version 3: framing and a server's messages. A client's are in `pg-protocol`.
 * Source: https://www.postgresql.org/docs/18/protocol-message-formats.html
 */

/** Larger messages are refused, like Postgres's `invalid message length`. */
const MAX_MESSAGE_BYTES = 0x3fffffff

/** A client's longest sign-in message, in bytes; Postgres's PG_MAX_AUTH_TOKEN_LENGTH. */
export const MAX_SIGN_IN_BYTES = 65_535
const SIGN_IN_TYPE = 'p'.charCodeAt(0)

/** An ErrorResponse's or NoticeResponse's values, by one-letter field type. */
export type ErrorFields = Record<string, string>

/** An error with a Postgres ErrorResponse's fields. */
export class PostgresError extends Error {
  constructor(readonly fields: ErrorFields) {
    super(fields['M'] ?? 'unknown error')
  }
}

/** The bytes don't follow the protocol; the connection has to be closed. */
export class ProtocolViolation extends Error {}

/** One message: its type letter and all its bytes, including type and length. */
export interface Message {
  type: string
  bytes: Buffer
}

/** Cuts a byte stream into messages. Frames needn't be messages: bytes may come in any pieces. */
export class MessageReader {
  #chunks: Buffer[] = []
  #size = 0

  /**
   * Takes bytes and returns the messages they complete.
   * @throws ProtocolViolation on an impossible length
   */
  push(chunk: Uint8Array): Message[] {
    if (chunk.length === 0) return []
    this.#chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    this.#size += chunk.length
    if (this.#size < this.#needed()) return []

    const data = this.#joined()
    const messages: Message[] = []
    let offset = 0
    while (data.length - offset >= 5) {
      const length = this.#lengthAt(data, offset)
      const end = offset + 1 + length
      if (end > data.length) break
      const bytes = data.subarray(offset, end)
      messages.push({ type: String.fromCharCode(bytes[0] ?? 0), bytes })
      offset = end
    }
    this.#chunks = offset < data.length ? [data.subarray(offset)] : []
    this.#size = data.length - offset
    return messages
  }

  /** How many bytes are needed before looking again: keeps a big message linear. */
  #needed(): number {
    if (this.#size < 5) return 5
    const first = this.#chunks[0]
    const head = first !== undefined && first.length >= 5 ? first : this.#joined()
    return 1 + this.#lengthAt(head, 0)
  }

  #joined(): Buffer {
    const [only] = this.#chunks
    if (this.#chunks.length === 1 && only !== undefined) return only
    const all = Buffer.concat(this.#chunks)
    this.#chunks = [all]
    return all
  }

  /** How many bytes of an incomplete message have come. */
  get pendingBytes(): number {
    return this.#size
  }

  /** The length in the header of the message at an offset. */
  #lengthAt(data: Buffer, offset: number): number {
    const length = data.readInt32BE(offset + 1)
    const most = data[offset] === SIGN_IN_TYPE ? MAX_SIGN_IN_BYTES : MAX_MESSAGE_BYTES
    if (length < 4 || length > most) throw new ProtocolViolation('invalid message length')
    return length
  }
}

/** Builds a message from its type letter and its body's parts. */
export function message(type: string, ...body: Buffer[]): Buffer {
  const size = body.reduce((total, part) => total + part.length, 0)
  const head = Buffer.alloc(5)
  head.write(type, 0, 'latin1')
  head.writeInt32BE(size + 4, 1)
  return Buffer.concat([head, ...body], size + 5)
}

/** A string in the protocol: UTF-8 with a NUL at the end. */
export function cstring(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf8')
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value | 0)
  return bytes
}

export function readyForQuery(status: 'I' | 'T' | 'E'): Buffer {
  return message('Z', Buffer.from(status, 'latin1'))
}

export function parameterStatus(name: string, value: string): Buffer {
  return message('S', cstring(name), cstring(value))
}

export function authentication(kind: number, rest: Buffer = Buffer.alloc(0)): Buffer {
  return message('R', int32(kind), rest)
}

export function errorResponse(fields: ErrorFields): Buffer {
  const body = Object.entries(fields).map(([key, value]) => cstring(key + value))
  return message('E', ...body, Buffer.alloc(1))
}

/**
 * The fields of local Neon's own errors.
 * @param code an SQLSTATE
 */
export function errorFields(
  severity: 'ERROR' | 'FATAL',
  code: string,
  text: string,
  more: ErrorFields = {},
): ErrorFields {
  return { S: severity, V: severity, C: code, M: text, ...more }
}

/** The NUL-terminated string at an offset, and the offset after it. */
export function readCstring(bytes: Buffer, offset: number): { text: string; next: number } {
  const end = bytes.indexOf(0, offset)
  if (end < 0) throw new ProtocolViolation('invalid string in message')
  return { text: bytes.toString('utf8', offset, end), next: end + 1 }
}

export function readErrorFields(bytes: Buffer): ErrorFields {
  const fields: ErrorFields = {}
  let offset = 5
  while (offset < bytes.length && bytes[offset] !== 0) {
    const key = String.fromCharCode(bytes[offset] ?? 0)
    const { text, next } = readCstring(bytes, offset + 1)
    fields[key] = text
    offset = next
  }
  return fields
}

/** A CommandComplete's tag, such as `INSERT 0 1`. */
export function readCommandTag(bytes: Buffer): string {
  return readCstring(bytes, 5).text
}

/** A ParameterStatus's name and value. */
export function readParameterStatus(bytes: Buffer): { name: string; value: string } {
  const name = readCstring(bytes, 5)
  return { name: name.text, value: readCstring(bytes, name.next).text }
}

/** A DataRow's values in text format. */
export function readRow(bytes: Buffer): (string | null)[] {
  const values: (string | null)[] = []
  let offset = 7
  for (let left = bytes.readUInt16BE(5); left > 0; left--) {
    const length = bytes.readInt32BE(offset)
    offset += 4
    if (length < 0) {
      values.push(null)
    } else {
      values.push(bytes.toString('utf8', offset, offset + length))
      offset += length
    }
  }
  return values
}
