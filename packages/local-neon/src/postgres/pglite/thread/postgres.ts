/** Postgres itself, inside its thread: PGlite started with our parameters and our own input and output. */
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { quoteIdentifier } from '../../quote'
import { installExtensions } from './extensions'
import { Interruptible } from './interrupts'
import type { Reach } from './interrupts'
import { FilledMemory } from './memory-files'
import { CREDENTIALS, START_PARAMETERS } from '../cluster/settings'
import { shareMemoryOfModules } from './shared-memory'
import type { Errand } from './thread'

/** The thrown status by which PGlite's C code hands a Postgres error (a longjmp) to its caller. */
const LONGJMP_STATUS = 100

interface Pipes {
  output(bytes: Uint8Array): void
  /** Blocks until the client has sent more. */
  moreInput(): Uint8Array
}

export interface EmbeddedPostgres {
  /** What Postgres says to a new client: parameters and key. */
  greeting: Uint8Array
  /** How another thread can interrupt a run. */
  reach: Reach
  /**
   * Executes whole protocol messages; returns when the last is answered.
   * @param run a number by which this can be interrupted
   */
  run(messages: Uint8Array, run: number): void
  close(): Promise<void>
}

/** Starts Postgres on the errand's folder, or in memory. */
export async function openPostgres(errand: Errand, pipes: Pipes): Promise<EmbeddedPostgres> {
  const interruptible = new Interruptible(errand.control)
  shareMemoryOfModules()
  const postgres = await PGlite.create({
    fs: interruptible.watch(
      'archive' in errand.cluster
        ? new FilledMemory(errand.cluster.archive)
        : new NodeFS(errand.cluster.folder),
    ),
    pgliteWasmModule: errand.compiled,
    database: CREDENTIALS.database,
    startParams: START_PARAMETERS,
  })
  installExtensions(postgres)
  // Loads the language. A library whose loading fails would keep the first use of it from working.
  await postgres.exec('DO $$ BEGIN END $$')
  const greeting = postgres.execProtocolRawSync(startupPacket()).slice()
  await postgres.exec(`SET SESSION AUTHORIZATION ${quoteIdentifier(CREDENTIALS.user)}`)

  const wasm = postgres.Module
  let input: Uint8Array = new Uint8Array(0)
  let offset = 0
  const read = wasm.addFunction((pointer: number, wanted: number) => {
    if (offset >= input.length) {
      input = pipes.moreInput()
      offset = 0
    }
    const length = Math.min(wanted, input.length - offset)
    wasm.HEAPU8.set(input.subarray(offset, offset + length), pointer)
    offset += length
    return length
  }, 'ipi')
  const write = wasm.addFunction((pointer: number, length: number) => {
    pipes.output(wasm.HEAPU8.slice(pointer, pointer + length))
    return length
  }, 'ipi')
  wasm._pgl_set_rw_cbs(read, write)

  return {
    greeting,
    reach: interruptible.reach,
    run(messages, run) {
      interruptible.begin(run)
      input = messages
      offset = 0
      while (offset < input.length || wasm._pq_buffer_remaining_data() > 0) {
        const stack = wasm.stackSave()
        try {
          wasm._PostgresMainLoopOnce()
        } catch (error) {
          if (statusOf(error) !== LONGJMP_STATUS) throw error
          wasm.stackRestore(stack)
          wasm._PostgresMainLongJmp()
        }
      }
      wasm._PostgresSendReadyForQueryIfNecessary()
      wasm._pgl_pq_flush()
      interruptible.end()
    },
    close: () => postgres.close(),
  }
}

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
}

/** The first packet of a connection, as a client would send it. */
function startupPacket(): Uint8Array {
  const { user, database } = CREDENTIALS
  const text = `user\0${user}\0database\0${database}\0\0`
  const body = Buffer.from(text, 'utf8')
  const packet = Buffer.alloc(8 + body.length)
  packet.writeInt32BE(packet.length, 0)
  packet.writeInt32BE(196608, 4)
  body.copy(packet, 8)
  return packet
}
