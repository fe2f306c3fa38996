/**
 * Archives of a cluster's files: one file is read and written many times faster than a thousand.
 * Source: https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */
import { closeSync, openSync, readSync } from 'node:fs'

export interface TarEntry {
  name: string
  /** What is in a file; null for a folder. */
  bytes: Buffer | null
}

const BLOCK = 512
const FILE = '0'
const FOLDER = '5'

/** The plain files and the folders of an archive in memory. */
export function readTar(archive: Buffer): Generator<TarEntry> {
  return readEntries((offset, length) => archive.subarray(offset, offset + length))
}

/** Those of an archive in a file, which is read one after the other, so as to hold little at a time. */
export function* readTarFile(path: string): Generator<TarEntry> {
  const file = openSync(path, 'r')
  try {
    yield* readEntries((offset, length) => {
      const bytes = Buffer.alloc(length)
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset))
    })
  } finally {
    closeSync(file)
  }
}

function* readEntries(read: (offset: number, length: number) => Buffer): Generator<TarEntry> {
  for (let offset = 0; ;) {
    const header = read(offset, BLOCK)
    const text = (start: number, length: number) =>
      header.toString('latin1', start, start + length).replace(/\0.*$/s, '')
    const [name, kind] = [text(0, 100), text(156, 1)]
    if (name === '') return
    const size = Number.parseInt(text(124, 12), 8) || 0
    offset += BLOCK
    if (kind === FILE) yield { name, bytes: read(offset, size) }
    else if (kind === FOLDER) yield { name, bytes: null }
    offset += Math.ceil(size / BLOCK) * BLOCK
  }
}

/** Makes an archive. @throws Error for a name of more than 100 bytes */
export function writeTar(entries: Iterable<TarEntry>): Buffer {
  const parts: Buffer[] = []
  for (const { name, bytes } of entries) {
    if (Buffer.byteLength(name) > 100) throw new Error(`${name} is too long a name for an archive`)
    const size = bytes?.length ?? 0
    const header = Buffer.alloc(BLOCK)
    header.write(name, 0)
    header.write(bytes === null ? '0000700\0' : '0000600\0', 100, 'latin1')
    header.write(size.toString(8).padStart(11, '0'), 124, 'latin1')
    header.write(`        ${bytes === null ? FOLDER : FILE}`, 148, 'latin1')
    header.write('ustar\x0000', 257, 'latin1')
    const sum = header.reduce((total, byte) => total + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0`, 148, 'latin1')
    parts.push(header)
    if (bytes !== null) parts.push(bytes, Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK))
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)])
}
