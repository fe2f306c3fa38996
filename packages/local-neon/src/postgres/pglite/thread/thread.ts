/** Starting and talking to the threads of the embedded Postgres. */
import { MessageChannel, Worker } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import type { Control, Reach } from './interrupts'

/** What a thread is to do. */
export interface Errand {
  port: MessagePort
  /** Counts the messages sent, so that a sleeping thread wakes up. */
  signal: Int32Array
  control: Control
  /** PGlite's WebAssembly, compiled. */
  compiled: WebAssembly.Module
  /** Where the cluster is, or what it shall be in memory. */
  cluster: { folder: string } | { archive: string }
}

export type ToWorker =
  | { kind: 'run'; run: number; bytes: Uint8Array }
  | { kind: 'feed'; bytes: Uint8Array }
  | { kind: 'stop' }

export type FromWorker =
  | { kind: 'ready'; greeting: Uint8Array; reach: Reach }
  | { kind: 'output'; bytes: Uint8Array }
  | { kind: 'idle' }
  | { kind: 'hungry' }
  | { kind: 'stopped' }
  | { kind: 'failed'; reason: string }

/** A running thread. */
export interface Thread {
  send(message: ToWorker): void
  /** Ends the thread at once, whatever it is doing. */
  terminate(): Promise<void>
}

/**
 * Starts a thread on an errand.
 * @param onMessage is given everything that the thread says; a crash arrives as `failed`
 */
export function startThread(
  errand: Omit<Errand, 'port' | 'signal'>,
  onMessage: (message: FromWorker) => void,
): Thread {
  const { port1, port2 } = new MessageChannel()
  const signal = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(new URL('../start.mjs', import.meta.url), {
    workerData: { ...errand, port: port2, signal },
    transferList: [port2],
    execArgv: [],
    resourceLimits: {
      // The thread makes little JavaScript garbage; the default is four times as much.
      maxYoungGenerationSizeMb: 4,
      // Room for what Postgres allows to be nested (max_stack_depth), before WebAssembly runs out.
      stackSizeMb: 64,
    },
    name: 'local-neon-postgres',
  })
  port1.on('message', onMessage)
  worker.on('error', (error) => onMessage({ kind: 'failed', reason: String(error) }))
  worker.on('exit', () => port1.close())
  return {
    send(message) {
      port1.postMessage(message)
      Atomics.add(signal, 0, 1)
      Atomics.notify(signal, 0)
    },
    async terminate() {
      await worker.terminate()
    },
  }
}
