/** The embedded Postgres as an engine: our own server, behind a socket. */
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Pool } from 'pg'
import { exportCluster } from '../../branches/export'
import { importCluster } from '../../branches/import'
import type { Imported } from '../../branches/import'
import { BranchStore } from '../../branches/store'
import { Traffic } from '../../branches/traffic'
import type { Engine } from '../engine'
import { PostgresError } from '../messages'
import { quoteIdentifier, quoteLiteral } from '../quote'
import { createSocketEngine } from '../server/engine'
import { RolePasswords } from '../role-passwords'
import { findBinaries } from './binaries'
import { complete, giveTo, initialize, openCluster, populate } from './cluster'
import type { Cluster } from './cluster'
import { trustExtensions } from './extensions'
import { lockFolder, RUN_PREFIX } from './folder-lock'
import { endLeftovers } from './leftover'
import { chooseUser } from './run-as'
import { ServerProcess } from './server-process'
import {
  DATABASE,
  hostBasedAuthentication,
  OWNER,
  serverOptions,
  SOCKET,
  SUPERUSER,
} from './settings'

export interface EmbeddedOptions {
  /** The database's folder, or 'memory'. */
  data: string
  /** An exported cluster to start with; one already in the folder is kept beside it. */
  importFile?: string | undefined
  /** Called when Postgres dies by itself; nothing works after. */
  onCrash: (reason: Error) => void
}

/** How long a client waits while Postgres recovers from a crash of one of its processes, in milliseconds. */
const RECOVERY_TIMEOUT = 15_000

/** Linux's files in memory: on disk, a new database's thousand files take longer than all the rest. */
const SHARED_MEMORY = '/dev/shm'

/** The space it needs, in bytes; many containers only have 64 MB. */
const ROOM = 2 ** 30

/** A socket's longest path, in bytes; macOS has the least. */
const LONGEST_SOCKET = 103

/**
 * Starts the embedded Postgres, making a new database if the folder has none.
 * @throws FolderInUse if another process has the folder, OldFolder if it isn't for this engine
 */
export async function startEmbedded(
  options: EmbeddedOptions,
): Promise<{ engine: Engine; isNew: boolean }> {
  const isTemporary = options.data === 'memory'
  const undo: (() => unknown)[] = []
  let imported: Imported | null = null
  try {
    const run = makeRunFolder(isTemporary)
    undo.push(() => rmSync(run, { recursive: true, force: true }))
    const data = isTemporary ? join(run, 'data') : resolve(options.data)
    const binaries = findBinaries(run)
    const env = environment(binaries.environment)
    const runAs = chooseUser(isTemporary ? run : data, binaries.postgres, env)
    if (mkdirSync(data, { recursive: true }) !== undefined) giveTo(data, runAs.project)
    if (!isTemporary) undo.push(await lockFolder(data, run))
    let cluster = openCluster(data, runAs)
    if (options.importFile !== undefined) {
      if (!cluster.isNew) await endLeftovers(cluster.folder)
      imported = await importCluster(options.importFile, cluster.folder)
      cluster = openCluster(data, runAs)
    }
    if (cluster.isNew) undo.push(await initialize(cluster, binaries, runAs, env))
    else {
      await endLeftovers(cluster.folder)
      giveTo(cluster.folder, runAs.server.owner)
    }

    const port = process.platform === 'win32' ? await freePort() : null
    writeFileSync(join(run, 'pg_hba.conf'), hostBasedAuthentication({ port }))
    const extensions = trustExtensions(binaries.extensions, run)
    giveTo(run, runAs.server.owner)
    const server = await ServerProcess.start({
      postgres: binaries.postgres,
      options: serverOptions({ cluster: cluster.folder, run, port, extensions, isTemporary }),
      cluster: cluster.folder,
      signal: isTemporary ? 'QUIT' : 'INT',
      remove: run,
      runAs: runAs.server,
      env,
    })
    undo.push(() => server.stop())
    const admin = createAdminPool(cluster, run, port)
    undo.push(() => admin.end())
    if (cluster.isNew) {
      await populate(admin, cluster)
      complete(cluster, runAs)
    } else if (imported !== null) {
      // Passwords come from the data folder.
      await admin.query(
        `ALTER ROLE ${quoteIdentifier(OWNER)} PASSWORD ${quoteLiteral(cluster.password)}`,
      )
    }
    const engine = await createEngine({ cluster, run, port, admin, server, undo, ...options })
    if (imported?.kept) {
      console.error(`The database that was there before the import is kept in ${imported.kept}.`)
    }
    return { engine, isNew: cluster.isNew }
  } catch (error) {
    await runBackwards(undo)
    imported?.undo()
    throw error
  }
}

interface EngineParts extends EmbeddedOptions {
  cluster: Cluster
  run: string
  port: number | null
  admin: Pool
  server: ServerProcess
  undo: (() => unknown)[]
}

async function createEngine(parts: EngineParts): Promise<Engine> {
  const { cluster, run, port, admin, server, undo, onCrash } = parts
  const credentials = { user: OWNER, password: cluster.password, database: DATABASE }
  const passwords = new RolePasswords(credentials, admin)
  const inner = createSocketEngine({
    address: port === null ? { path: join(run, SOCKET) } : { host: '127.0.0.1', port, tls: null },
    credentials,
    signInAs: ({ user, password = '' }) => {
      if (user === OWNER) return { user, password: cluster.password }
      return { user, password: user === SUPERUSER ? cluster.superuserPassword : password }
    },
    verifierOf: (user) => passwords.verifierOf(user),
  })
  const traffic = new Traffic(inner, admin)
  const branches = await BranchStore.open({
    admin,
    traffic,
    exportCluster: () => exportCluster(inner),
  })
  let hasEnded = false
  let stopped: Promise<void> | null = null
  const stop = () =>
    (stopped ??= (async () => {
      await inner.stop()
      if (!hasEnded) await branches.close().catch(() => {})
      await runBackwards(undo)
    })())
  void server.ended.then((words) => {
    hasEnded = true
    if (stopped !== null) return
    void stop().finally(() => onCrash(new Error(`Postgres ended. ${words}`.trim())))
  })

  return {
    ...inner,
    branches,
    ready: (login) => traffic.held(branches.databaseFor(login)),
    async connect(login, settings, listener) {
      for (const begun = performance.now(); ;) {
        // By the time the client may continue, it may be another database.
        const database = branches.databaseFor(login)
        const held = traffic.held(database)
        if (held !== undefined) {
          await held
          continue
        }
        try {
          return await traffic.arrive(database, () =>
            inner.connect({ ...login, database }, settings, listener),
          )
        } catch (error) {
          // cannot_connect_now: one of its processes was killed, and it's recovering.
          const isRecovering = error instanceof PostgresError && error.fields['C'] === '57P03'
          if (!isRecovering || stopped || performance.now() - begun > RECOVERY_TIMEOUT) throw error
          await delay(20)
        }
      }
    },
    stop,
  }
}

/** A folder closed to others, with a path short enough for a socket. */
function makeRunFolder(isTemporary: boolean): string {
  const folders = process.platform === 'win32' ? [tmpdir()] : [tmpdir(), '/tmp']
  if (isTemporary && hasRoom(SHARED_MEMORY)) folders.unshift(SHARED_MEMORY)
  const fits = (folder: string) =>
    Buffer.byteLength(join(folder, `${RUN_PREFIX}XXXXXX`, SOCKET)) <= LONGEST_SOCKET
  const place = folders.find((folder) => fits(folder) && existsSync(folder)) ?? tmpdir()
  const folder = mkdtempSync(join(resolve(place), RUN_PREFIX))
  chmodSync(folder, 0o700)
  return folder
}

/** Whether a database fits there, with room to grow. */
function hasRoom(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize >= ROOM
  } catch {
    return false
  }
}

/** The environment for Postgres: nothing that could change what it does. */
function environment(more: Record<string, string>): NodeJS.ProcessEnv {
  if (process.platform === 'win32') return { ...process.env, ...more }
  const { PATH, TMPDIR } = process.env
  return { PATH, TMPDIR, LC_ALL: 'C', ...more, NODE_ENV: process.env.NODE_ENV }
}

/** Superuser connections. */
function createAdminPool(cluster: Cluster, run: string, port: number | null): Pool {
  const pool = new Pool({
    ...(port === null ? { host: run } : { host: '127.0.0.1', port }),
    user: SUPERUSER,
    password: cluster.superuserPassword,
    database: 'postgres',
    max: 1,
    idleTimeoutMillis: 1000,
    allowExitOnIdle: true,
  })
  // The pool replaces a connection that breaks while idle.
  pool.on('error', () => {})
  return pool
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/** Undoes everything, last step first; a failed step doesn't stop the others. */
async function runBackwards(undo: (() => unknown)[]): Promise<void> {
  for (const step of undo.splice(0).reverse()) await Promise.resolve(step()).catch(() => {})
}
