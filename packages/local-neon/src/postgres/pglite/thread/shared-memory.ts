/**
 * Postgres in WebAssembly runs a statement without ever coming back to its thread's event loop, so
 * nothing could tell it to stop. With its memory shared between threads, another one can set the
 * flags that a signal handler would set (InterruptPending, QueryCancelPending), and Postgres finds
 * them at its next CHECK_FOR_INTERRUPTS.
 *
 * PGlite's modules import a memory of their own. Sharing is one bit of that import's declaration,
 * which is set here before they are compiled.
 * Source: https://webassembly.github.io/spec/core/binary/types.html#limits and the threads proposal
 */

/** 64 KiB each: what PGlite's module wants at least, and 2 GiB at most. */
const INITIAL_PAGES = 2048
const MAXIMUM_PAGES = 32768

const IMPORT_SECTION = 2
const [FUNCTION, TABLE, MEMORY, GLOBAL, TAG] = [0, 1, 2, 3, 4]
const HAS_MAXIMUM = 1
const SHARED = 2

export function createSharedMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({
    initial: INITIAL_PAGES,
    maximum: MAXIMUM_PAGES,
    shared: true,
  })
}

/** Reads WebAssembly's binary format. */
class BinaryReader {
  constructor(
    readonly bytes: Uint8Array,
    public offset: number,
  ) {}

  byte(): number {
    return this.bytes[this.offset++] ?? 0
  }

  /** An unsigned LEB128 number. */
  number(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte()
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
  }

  skipName(): void {
    const length = this.number()
    this.offset += length
  }
}

function encodeNumber(value: number): number[] {
  const bytes: number[] = []
  do {
    const rest = Math.floor(value / 128)
    bytes.push((value % 128) + (rest > 0 ? 128 : 0))
    value = rest
  } while (value > 0)
  return bytes
}

/** Gives a module in which the imported memory is shared; one without such an import as it is. */
export function declareMemoryShared(module: Uint8Array): Uint8Array {
  const reader = new BinaryReader(module, 8)
  while (reader.offset < module.length) {
    const sectionStart = reader.offset
    const section = reader.byte()
    const length = reader.number()
    const contentStart = reader.offset
    if (section !== IMPORT_SECTION) {
      reader.offset = contentStart + length
      continue
    }
    const limits = findMemoryLimits(reader)
    if (limits === null) return module
    const changed = [
      HAS_MAXIMUM | SHARED,
      ...encodeNumber(limits.minimum),
      ...encodeNumber(MAXIMUM_PAGES),
    ]
    const newLength = length - (limits.end - limits.start) + changed.length
    return Buffer.concat([
      module.subarray(0, sectionStart),
      Buffer.from([IMPORT_SECTION, ...encodeNumber(newLength)]),
      module.subarray(contentStart, limits.start),
      Buffer.from(changed),
      module.subarray(limits.end),
    ])
  }
  return module
}

function findMemoryLimits(
  reader: BinaryReader,
): { start: number; end: number; minimum: number } | null {
  for (let left = reader.number(); left > 0; left--) {
    reader.skipName()
    reader.skipName()
    const kind = reader.byte()
    if (kind === FUNCTION) reader.number()
    else if (kind === GLOBAL) reader.offset += 2
    else if (kind === TAG) {
      reader.offset++
      reader.number()
    } else {
      if (kind === TABLE) reader.offset++
      const start = reader.offset
      const flags = reader.byte()
      const minimum = reader.number()
      if ((flags & HAS_MAXIMUM) !== 0) reader.number()
      if (kind === MEMORY) return { start, end: reader.offset, minimum }
    }
  }
  return null
}

type Source = ArrayBuffer | ArrayBufferView

function rewritten(source: Source): Uint8Array<ArrayBuffer> {
  const bytes = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source)
  return new Uint8Array(declareMemoryShared(bytes))
}

/**
 * Makes every module that this thread compiles from now on share its memory. Postgres loads its
 * languages and extensions as modules while it runs, and they use the same memory. Only for the
 * thread that Postgres has for itself.
 */
export function shareMemoryOfModules(): void {
  const { Module, compile, instantiate } = WebAssembly
  WebAssembly.Module = new Proxy(Module, {
    construct: (target, [source]: [Source]) => new target(rewritten(source)),
  })
  WebAssembly.compile = (source: Source) => compile(rewritten(source))
  WebAssembly.instantiate = new Proxy(instantiate, {
    apply(target, self, [source, imports]: [Source | WebAssembly.Module, WebAssembly.Imports]) {
      const argument = source instanceof Module ? source : rewritten(source)
      const result: unknown = Reflect.apply(target, self, [argument, imports])
      return result
    },
  })
}
