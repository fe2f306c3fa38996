/**
 * The thread in which the embedded Postgres lives, so that a long query does not stop the servers.
 */
import { receiveMessageOnPort, workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { openPostgres } from './postgres'
import type { Errand, FromWorker, ToWorker } from './thread'

// The starter of this thread is thread.ts, which writes exactly this type.
const errand = workerData as Errand
const { port, signal } = errand

function post(message: FromWorker): void {
  port.postMessage(message)
}

async function run(): Promise<void> {
  const postgres = await openPostgres(errand, {
    output: (bytes) => post({ kind: 'output', bytes }),
    moreInput: () => waitForInput(port, signal),
  })
  post({ kind: 'ready', greeting: postgres.greeting, reach: postgres.reach })
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'run') {
      postgres.run(message.bytes, message.run)
      post({ kind: 'idle' })
    } else if (message.kind === 'stop') {
      void postgres.close().then(() => {
        post({ kind: 'stopped' })
        port.close()
      })
    }
  })
}

/**
 * Postgres wants more bytes in the middle of a statement (COPY FROM STDIN). It cannot be left
 * and come back to, so the thread sleeps until the client's next bytes are there.
 */
function waitForInput(from: MessagePort, wakeUp: Int32Array): Uint8Array {
  post({ kind: 'hungry' })
  for (;;) {
    const seen = Atomics.load(wakeUp, 0)
    const received = receiveMessageOnPort(from)
    if (received === undefined) {
      Atomics.wait(wakeUp, 0, seen)
      continue
    }
    const message = received.message as ToWorker
    if (message.kind === 'feed') return message.bytes
  }
}

run().catch((error: unknown) => {
  post({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) })
  port.close()
})
