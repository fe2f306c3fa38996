/** The embedded Postgres as an engine: starts its threads, opens clients, stops. */
import { randomInt } from 'node:crypto'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Backend, BackendListener, Credentials, Engine } from '../engine'
import { MessageReader, readParameterStatus } from '../messages'
import { EmbeddedBackend } from './backend'
import { lockFolder } from './folder-lock'
import { Session } from './session'
import { SessionShare } from './session-share'
import { startThread } from './thread'
import type { Archive, FromWorker, Thread } from './thread'

export interface EmbeddedOptions {
  /** Folder of the database, or 'memory'. */
  data: string
  credentials: Credentials
  /** Called when Postgres dies of itself; nothing works after. */
  onCrash: (reason: Error) => void
}

/** How long a client waits for one that idles in its transaction, in milliseconds. */
const PATIENCE = 10_000

/**
 * Starts the embedded Postgres, making a new database when the folder has none.
 * @throws FolderInUse when another process has the folder
 */
export async function startEmbedded(
  options: EmbeddedOptions,
): Promise<{ engine: Engine; isNew: boolean }> {
  const { credentials } = options
  const folder = options.data === 'memory' ? null : options.data
  const unlock = folder === null ? () => {} : lockFolder(folder)
  try {
    const module = await compile()
    const cluster = folder === null ? null : join(folder, 'postgres')
    const isNew = cluster === null || !existsSync(join(cluster, 'PG_VERSION'))
    const archive = isNew ? await createArchive(module, credentials) : null
    if (cluster !== null && archive !== null) await unpack(cluster, module, archive, credentials)
    const engine = await serve({
      ...options,
      module,
      unlock,
      cluster,
      archive: cluster === null ? archive : null,
    })
    return { engine, isNew }
  } catch (error) {
    unlock()
    throw error
  }
}

/** The compiled Postgres, once per start and shared by the threads. */
async function compile(): Promise<WebAssembly.Module> {
  const main = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  return WebAssembly.compile(await readFile(join(dirname(main), 'pglite.wasm')))
}

async function createArchive(
  module: WebAssembly.Module,
  credentials: Credentials,
): Promise<Archive> {
  let thread: Thread | null = null
  const archive = await new Promise<Archive>((resolve, reject) => {
    thread = startThread({ kind: 'create', module, ...credentials }, (message) => {
      if (message.kind === 'created') resolve(message.archive)
      else if (message.kind === 'failed') reject(new Error(message.reason))
    })
  })
  await (thread as Thread | null)?.terminate()
  return archive
}

/**
 * Fills the folder beside its final name and renames it when it is whole, so that a start which
 * was killed halfway does not look like a database.
 */
async function unpack(
  cluster: string,
  module: WebAssembly.Module,
  archive: Archive,
  credentials: Credentials,
): Promise<void> {
  const draft = `${cluster}.new`
  rmSync(draft, { recursive: true, force: true })
  await new Promise<void>((resolve, reject) => {
    const thread = startThread(
      { kind: 'serve', folder: draft, archive, module, ...credentials },
      (message) => {
        if (message.kind === 'ready') thread.send({ kind: 'stop' })
        else if (message.kind === 'stopped') void thread.terminate().then(() => resolve())
        else if (message.kind === 'failed') reject(new Error(message.reason))
      },
    )
  })
  renameSync(draft, cluster)
}

interface ServeOptions extends EmbeddedOptions {
  module: WebAssembly.Module
  unlock: () => void
  cluster: string | null
  archive: Archive | null
}

async function serve(options: ServeOptions): Promise<Engine> {
  const { credentials } = options
  let phase: 'starting' | 'running' | 'stopping' | 'stopped' = 'starting'
  let resolveStopped: () => void = () => {}
  let session: Session | null = null
  const clients = new Map<number, EmbeddedBackend>()

  const greeting = await new Promise<{ thread: Thread; bytes: Uint8Array }>((resolve, reject) => {
    const receive = (message: FromWorker) => {
      if (message.kind === 'ready') resolve({ thread, bytes: message.greeting })
      else if (message.kind === 'stopped') resolveStopped()
      else if (message.kind === 'failed') {
        const reason = new Error(`Postgres ended: ${message.reason}`)
        reject(reason)
        resolveStopped()
        if (phase === 'running') options.onCrash(reason)
      } else session?.receive(message)
    }
    const thread = startThread(
      {
        kind: 'serve',
        folder: options.cluster,
        archive: options.archive,
        module: options.module,
        ...credentials,
      },
      receive,
    )
  })
  const { thread } = greeting
  session = new Session((message) => thread.send(message))
  const share = new SessionShare({
    session,
    user: credentials.user,
    parameters: readParameters(greeting.bytes, credentials.user),
    interrupt: () => {},
    patience: PATIENCE,
  })
  phase = 'running'

  return {
    credentials,
    async connect(
      settings: Readonly<Record<string, string>>,
      listener: BackendListener,
    ): Promise<Backend> {
      if (phase !== 'running') throw new Error('the database is shutting down')
      let processId = 0
      do processId = randomInt(1, 0x7fffffff)
      while (clients.has(processId))
      const secretKey = randomInt(0x7fffffff)
      const client = new EmbeddedBackend(processId, secretKey, settings, share, {
        onData: (bytes) => listener.onData(bytes),
        onClose: () => listener.onClose(),
      })
      clients.set(processId, client)
      share.add(client)
      return client
    },
    cancel(processId, secretKey) {
      const client = clients.get(processId)
      if (client?.secretKey === secretKey) client.cancel()
    },
    async stop() {
      if (phase !== 'running') return
      phase = 'stopping'
      for (const client of share.clients) client.disconnect()
      await new Promise<void>((resolve) => {
        resolveStopped = resolve
        thread.send({ kind: 'stop' })
      })
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
