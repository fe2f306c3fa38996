/** The embedded Postgres as an engine: starts its threads, opens clients, stops. */
import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Backend, BackendListener, Engine } from '../engine'
import { MessageReader, PostgresError, readParameterStatus } from '../messages'
import { EmbeddedBackend } from './clients/backend'
import { lockFolder } from './cluster/folder-lock'
import { createControl, Interrupter } from './thread/interrupts'
import type { Reach } from './thread/interrupts'
import { Session } from './session/session'
import { SessionShare } from './session/share'
import { CREDENTIALS } from './cluster/settings'
import { declareMemoryShared } from './thread/shared-memory'
import { extractTemplate, openTemplate, pgliteFolder } from './cluster/template'
import { startThread } from './thread/thread'
import type { Errand, FromWorker, Thread } from './thread/thread'

export interface EmbeddedOptions {
  /** Folder of the database, or 'memory'. */
  data: string
  /** Called when Postgres dies of itself; nothing works after. */
  onCrash: (reason: Error) => void
}

/** How long Postgres may take to stop in order, in milliseconds; what is acknowledged is safe anyway. */
const STOP_TIMEOUT = 5000

/** How long a client waits for one that idles in its transaction, in milliseconds. */
const PATIENCE = 10_000

/**
 * Starts the embedded Postgres, making a new database when the folder has none.
 * @throws FolderInUse when another process has the folder
 */
export async function startEmbedded(
  options: EmbeddedOptions,
): Promise<{ engine: Engine; isNew: boolean }> {
  const inMemory = options.data === 'memory'
  const unlock = inMemory ? () => {} : lockFolder(options.data)
  try {
    const folder = join(options.data, 'postgres')
    const isNew = inMemory || !existsSync(folder)
    const compiled = compile()
    // Not awaited yet: it goes on while the first start on a machine makes its template.
    compiled.catch(() => {})
    const template = isNew ? await openTemplate() : null
    if (template !== null && !inMemory) await extractTemplate(template, folder)
    const engine = await serve({
      ...options,
      unlock,
      compiled: await compiled,
      cluster: inMemory && template !== null ? { archive: template.archive } : { folder },
    })
    await template?.release()
    return { engine, isNew }
  } catch (error) {
    unlock()
    throw error
  }
}

async function compile(): Promise<WebAssembly.Module> {
  const bytes = await readFile(join(pgliteFolder(), 'pglite.wasm'))
  return WebAssembly.compile(new Uint8Array(declareMemoryShared(bytes)))
}

interface ServeOptions extends EmbeddedOptions {
  unlock: () => void
  compiled: WebAssembly.Module
  cluster: Errand['cluster']
}

async function serve(options: ServeOptions): Promise<Engine> {
  const { compiled, cluster } = options
  const control = createControl()
  let phase: 'starting' | 'running' | 'stopping' | 'stopped' = 'starting'
  let resolveStopped: () => void = () => {}
  let session: Session | null = null

  const greeting = await new Promise<{ thread: Thread; bytes: Uint8Array; reach: Reach }>(
    (resolve, reject) => {
      const receive = (message: FromWorker) => {
        if (message.kind === 'ready')
          resolve({ thread, bytes: message.greeting, reach: message.reach })
        else if (message.kind === 'stopped') resolveStopped()
        else if (message.kind === 'failed') {
          const reason = new Error(`Postgres ended: ${message.reason}`)
          reject(reason)
          resolveStopped()
          if (phase === 'running') options.onCrash(reason)
        } else session?.receive(message)
      }
      const thread = startThread({ compiled, control, cluster }, receive)
    },
  )
  const { thread, reach } = greeting
  session = new Session((message) => thread.send(message), new Interrupter(control, reach))
  const share = new SessionShare({
    session,
    user: CREDENTIALS.user,
    parameters: readParameters(greeting.bytes, CREDENTIALS.user),
    patience: PATIENCE,
  })
  phase = 'running'

  return {
    credentials: CREDENTIALS,
    async connect(
      settings: Readonly<Record<string, string>>,
      listener: BackendListener,
    ): Promise<Backend> {
      if (phase !== 'running') throw new Error('the database is shutting down')
      let processId = 0
      do processId = randomInt(1, 0x7fffffff)
      while (share.find(processId) !== undefined)
      const secretKey = randomInt(0x7fffffff)
      const client = new EmbeddedBackend(processId, secretKey, settings, share, {
        onData: (bytes) => listener.onData(bytes),
        onClose: () => listener.onClose(),
      })
      share.add(client)
      // Postgres takes every application_name, and most clients ask for nothing else.
      if (Object.keys(settings).some((name) => name !== 'application_name')) {
        await share.tryOut(client).catch((error: unknown) => {
          client.close()
          if (!(error instanceof PostgresError)) throw error
          throw new PostgresError({ ...error.fields, S: 'FATAL', V: 'FATAL' })
        })
      }
      return client
    },
    cancel(processId, secretKey) {
      const client = share.find(processId)
      if (client?.secretKey === secretKey) client.cancel()
    },
    async stop() {
      if (phase !== 'running') return
      phase = 'stopping'
      for (const client of [...share.clients]) client.disconnect()
      const stopped = new Promise<void>((resolve) => (resolveStopped = resolve))
      // What runs is being cancelled; Postgres stops when it has ended.
      share.acquire({ granted: () => thread.send({ kind: 'stop' }), refused: resolveStopped })
      const giveUp = setTimeout(resolveStopped, STOP_TIMEOUT)
      await stopped
      clearTimeout(giveUp)
      await thread.terminate()
      options.unlock()
      phase = 'stopped'
    },
  }
}

function readParameters(greeting: Uint8Array, user: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  for (const { type, bytes } of new MessageReader().push(greeting)) {
    if (type !== 'S') continue
    const { name, value } = readParameterStatus(bytes)
    parameters.set(name, value)
  }
  parameters.set('session_authorization', user)
  parameters.set('is_superuser', 'off')
  return parameters
}
