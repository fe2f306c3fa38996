/** Cancelling what Postgres is doing, from outside of its thread. */
import type { Filesystem } from '@electric-sql/pglite/basefs'
import { createSharedMemory } from './shared-memory'

/** Slots of the control block that both threads see. */
const RUNNING = 0
const CANCELLED = 1
const ATTEMPTS = 2
const SLOTS = 3

/** WASI's number of the clock that never goes back, and a day in its nanoseconds. */
const MONOTONIC = 1
const DAY = 86_400_000_000_000n

export type Control = Int32Array<SharedArrayBuffer>

export function createControl(): Control {
  return new Int32Array(new SharedArrayBuffer(SLOTS * 4))
}

/** What another thread needs to reach into Postgres. */
export interface Reach {
  memory: WebAssembly.Memory
  /** Addresses of Postgres' own variables. */
  interruptPending: number
  queryCancelPending: number
}

/** The cancelling side. */
export class Interrupter {
  constructor(
    private readonly control: Control,
    private readonly reach: Reach,
  ) {}

  /** Cancels a run, given by its number; does nothing when that one is over. */
  interrupt(run: number): void {
    Atomics.store(this.control, CANCELLED, run)
    Atomics.add(this.control, ATTEMPTS, 1)
    if (Atomics.load(this.control, RUNNING) === run) setFlags(this.reach, 1)
  }
}

type OnInstance = (instance: WebAssembly.Instance, module: WebAssembly.Module) => void
/** Emscripten's hook; PGlite's types name it without having its types. */
type InstantiateWasm = (imports: WebAssembly.Imports, onSuccess: OnInstance) => object

/** Postgres' side: brackets a run, so that a cancel neither comes too early nor lingers on. */
export class Interruptible {
  #reach: Reach | null = null

  constructor(private readonly control: Control) {}

  get reach(): Reach {
    if (this.#reach === null) throw new Error('Postgres has not started yet')
    return this.#reach
  }

  begin(run: number): void {
    Atomics.store(this.control, ATTEMPTS, 0)
    setFlags(this.reach, 0)
    Atomics.store(this.control, RUNNING, run)
    if (Atomics.load(this.control, CANCELLED) === run) setFlags(this.reach, 1)
  }

  end(): void {
    Atomics.store(this.control, RUNNING, 0)
    setFlags(this.reach, 0)
  }

  /**
   * Makes the Postgres that starts on these files one that can be interrupted. A file system is
   * where PGlite lets others take part in how the module is set up.
   */
  watch<Files extends Filesystem>(files: Files): Files {
    const init = files.init.bind(files)
    files.init = async (postgres, options) => {
      const { emscriptenOpts } = await init(postgres, options)
      const memory = createSharedMemory()
      const instantiateWasm: InstantiateWasm | undefined = emscriptenOpts.instantiateWasm
      return {
        emscriptenOpts: {
          ...emscriptenOpts,
          wasmMemory: memory,
          instantiateWasm: (imports: WebAssembly.Imports, onSuccess: OnInstance) =>
            instantiateWasm?.(this.#surroundings(imports), (instance, module) => {
              this.#reach = {
                memory,
                interruptPending: addressOf(instance, 'InterruptPending'),
                queryCancelPending: addressOf(instance, 'QueryCancelPending'),
              }
              onSuccess(instance, module)
            }) ?? {},
        },
      }
    }
    return files
  }

  /**
   * Takes part in what Postgres asks of its surroundings.
   *
   * Its alarms are left out: they would go off between the runs, when another client is at turn,
   * and some of them end the session, which is everybody's.
   *
   * Postgres sleeps (pg_sleep) by looking at the monotonic clock until it is time. A cancel makes
   * it late at once, so that it wakes up and finds the flags; every further attempt makes it later
   * still, for a sleep that began after the one before.
   */
  #surroundings(imports: WebAssembly.Imports): WebAssembly.Imports {
    const wasi = imports['wasi_snapshot_preview1']
    const clock = wasi?.['clock_time_get']
    if (wasi === undefined || typeof clock !== 'function') return imports
    const control = this.control
    const clockTime = (id: number, precision: bigint, address: number): unknown => {
      const result: unknown = clock(id, precision, address)
      const cancelled = Atomics.load(control, CANCELLED)
      if (id === MONOTONIC && cancelled !== 0 && cancelled === Atomics.load(control, RUNNING)) {
        const attempts = Atomics.load(control, ATTEMPTS)
        const time = new BigInt64Array(this.reach.memory.buffer)
        time[address >> 3] = (time[address >> 3] ?? 0n) + DAY * BigInt(attempts)
      }
      return result
    }
    return {
      ...imports,
      env: { ...imports['env'], _setitimer_js: () => 0 },
      wasi_snapshot_preview1: { ...wasi, clock_time_get: clockTime },
    }
  }
}

function setFlags({ memory, interruptPending, queryCancelPending }: Reach, value: 0 | 1): void {
  const words = new Int32Array(memory.buffer)
  Atomics.store(words, queryCancelPending >> 2, value)
  Atomics.store(words, interruptPending >> 2, value)
}

function addressOf(instance: WebAssembly.Instance, name: string): number {
  const variable = instance.exports[name]
  const address: unknown = variable instanceof WebAssembly.Global ? variable.value : undefined
  if (typeof address !== 'number') throw new Error(`Postgres has no variable ${name}`)
  return address
}
