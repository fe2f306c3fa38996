/** Most bytes to read of a value: nobody shows more. */
const MOST = 4096

/**
 * A Bind message's values as text; binary ones as `\x` and their bytes. Mustn't fail on a message that
 * makes no sense: Postgres will refuse it.
 * @param offset where the number of format codes is
 */
export function readBoundValues(bytes: Buffer, offset: number): (string | null)[] {
  try {
    const formats = bytes.readUInt16BE(offset)
    const isBinary = (index: number) =>
      formats > 0 && bytes.readUInt16BE(offset + 2 + 2 * (formats === 1 ? 0 : index)) === 1
    let next = offset + 2 + 2 * formats
    const count = bytes.readUInt16BE(next)
    next += 2
    const values: (string | null)[] = []
    for (let index = 0; index < count; index++) {
      const length = bytes.readInt32BE(next)
      next += 4
      if (length < 0) {
        values.push(null)
        continue
      }
      if (next + length > bytes.length) return []
      const value = bytes.subarray(next, next + Math.min(length, MOST))
      values.push(isBinary(index) ? `\\x${value.toString('hex')}` : value.toString('utf8'))
      next += length
    }
    return values
  } catch (error) {
    if (error instanceof RangeError) return []
    throw error
  }
}
