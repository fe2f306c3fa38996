/** Postgres itself, inside its thread: PGlite started with our parameters and our own input and output. */
import { PGlite } from '@electric-sql/pglite'
import { quoteIdentifier } from '../quote'
import type { ServeErrand } from './thread'

/**
 * How Postgres starts. `--single` and `-j` are what PGlite needs; the rest keeps it small, since
 * there is one session and no other process. `-F`: no fsync. A killed process loses nothing by it
 * (what was written is in the operating system's cache); a power cut may.
 */
export const START_PARAMETERS = [
  '--single',
  '-F',
  '-j',
  ...[
    'exit_on_error=false',
    'log_checkpoints=false',
    'io_method=sync',
    'max_worker_processes=0',
    'max_parallel_workers=0',
    'max_parallel_workers_per_gather=0',
    'max_parallel_maintenance_workers=0',
    'shared_buffers=16MB',
    'max_wal_size=128MB',
  ].flatMap((setting) => ['-c', setting]),
]

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
  /** Executes whole protocol messages; returns when the last is answered. */
  run(messages: Uint8Array): void
  close(): Promise<void>
}

/** Starts Postgres on the errand's folder, or in memory. */
export async function openPostgres(errand: ServeErrand, pipes: Pipes): Promise<EmbeddedPostgres> {
  const postgres = await PGlite.create({
    ...(errand.folder === null ? {} : { dataDir: errand.folder }),
    ...(errand.archive === null ? {} : { loadDataDir: new Blob([errand.archive]) }),
    pgliteWasmModule: errand.module,
    database: errand.database,
    startParams: START_PARAMETERS,
  })
  const greeting = postgres.execProtocolRawSync(startupPacket(errand)).slice()
  await postgres.exec(`SET SESSION AUTHORIZATION ${quoteIdentifier(errand.user)}`)

  const module = postgres.Module
  let input: Uint8Array = new Uint8Array(0)
  let offset = 0
  const read = module.addFunction((pointer: number, wanted: number) => {
    if (offset >= input.length) {
      input = pipes.moreInput()
      offset = 0
    }
    const length = Math.min(wanted, input.length - offset)
    module.HEAPU8.set(input.subarray(offset, offset + length), pointer)
    offset += length
    return length
  }, 'ipi')
  const write = module.addFunction((pointer: number, length: number) => {
    pipes.output(module.HEAPU8.slice(pointer, pointer + length))
    return length
  }, 'ipi')
  module._pgl_set_rw_cbs(read, write)

  return {
    greeting,
    run(messages) {
      input = messages
      offset = 0
      while (offset < input.length || module._pq_buffer_remaining_data() > 0) {
        const stack = module.stackSave()
        try {
          module._PostgresMainLoopOnce()
        } catch (error) {
          if (statusOf(error) !== LONGJMP_STATUS) throw error
          module.stackRestore(stack)
          module._PostgresMainLongJmp()
        }
      }
      module._PostgresSendReadyForQueryIfNecessary()
      module._pgl_pq_flush()
    },
    close: () => postgres.close(),
  }
}

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
}

/** The first packet of a connection, as a client would send it. */
function startupPacket({ user, database }: ServeErrand): Uint8Array {
  const text = `user\0${user}\0database\0${database}\0\0`
  const body = Buffer.from(text, 'utf8')
  const packet = Buffer.alloc(8 + body.length)
  packet.writeInt32BE(packet.length, 0)
  packet.writeInt32BE(196608, 4)
  body.copy(packet, 8)
  return packet
}
