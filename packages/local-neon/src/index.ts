/**
 * Neon on your machine: real Postgres, Neon's SQL over HTTP, WebSocket and TCP, and Neon Auth.
 * See README.md for what it imitates and what it cannot do.
 */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join, resolve } from 'node:path'
import type { Pool } from 'pg'
import type { AuthServer, AuthSettings } from './auth/server'
import type { Branches } from './branches/branches'
import { followGit } from './branches/follow-git'
import { createConsole } from './console/server'
import { consoleToken } from './console/token'
import { Faults } from './faults'
import { refuseForeign, type Reach } from './http/guard'
import { requestUrl } from './http/requests'
import { send } from './http/responses'
import { createIdentityProvider } from './identity-provider/server'
import { OWN_POSTGRES_ONLY, startEngine } from './postgres/start'
import { createInProcessPool } from './postgres/in-process'
import { publishState } from './state'
import { Stats } from './stats'
import { listenOnLoopback } from './transports/listen'
import type { Listener, PortChoice } from './transports/listen'
import { createSqlPort } from './transports/sql-port'
import { cookieSecret, variablesFor } from './variables'
import type { Variables } from './variables'
import { version } from './version'

export type { AuthServer, AuthSettings } from './auth/server'
export { NoExport } from './branches/import'
export type { Branch, Branches, Snapshot } from './branches/branches'
export type { Fault, Faults, Service } from './faults'
export { OldFolder } from './postgres/embedded/cluster'
export { FolderInUse } from './postgres/embedded/folder-lock'
export { removeData } from './remove-data'
export { findRunning } from './state'
export type { RunningState } from './state'
export type { WebhookSettings } from './webhooks/settings'
export type { Stats, StatsSnapshot } from './stats'
export { portsFromEnvironment } from './ports'
export { PortTaken } from './transports/listen'
export { stopSignal } from './stop-signal'
export type { Variables } from './variables'

export interface LocalNeonPorts {
  sql?: number
  auth?: number
  console?: number
  postgres?: number
  identityProvider?: number
  /**
   * Whether a chosen port that is taken is an error (true, or the names of those ports); otherwise
   * the next free one is used.
   */
  strict?: boolean | Exclude<keyof LocalNeonPorts, 'strict'>[]
}

export interface LocalNeonOptions {
  /** Folder of the database, or 'memory'. */
  data: string
  /**
   * What an export has written, to begin with: all branches and snapshots. A database that is in the
   * folder already is kept beside it.
   */
  importFile?: string
  /** A git working tree: the current branch is that of the same name, made when it is not there. */
  followGit?: string
  /** Postgres URL of a server to stand in front of, instead of the embedded engine. */
  postgresUrl?: string
  /** 0 takes a free port, which is the default. */
  ports?: LocalNeonPorts
  /**
   * An address of this machine to listen on besides loopback, or `0.0.0.0` for all of them. Everybody
   * who reaches it can then use what needs no password: Neon Auth, the console's pages, the mails.
   */
  host?: string
  /** Names by which other machines reach this one, such as `local-neon` in a container's network. */
  hostNames?: string[]
  /** Better Auth's rate limits, as `auth.rateLimit`. */
  rateLimit?: boolean
  /**
   * Runs when the database and the neon_auth schema are there and before anything listens:
   * migrations, seed.
   */
  prepare?: (database: { pool: Pool; isNew: boolean }) => Promise<void>
  /**
   * Settings of Neon Auth to start with. They win over those that an earlier run left in the database,
   * and those over the defaults.
   */
  auth?: Partial<AuthSettings>
  /**
   * Statements that the console counts but does not list unless asked, such as a rate limiter's. Those
   * with a block comment that says `quiet` are always among them.
   */
  quiet?: RegExp
  /**
   * Makes the database as new, while everything runs: the console offers it as a button then.
   */
  reseed?: () => Promise<void>
  /** Folder of the console's saved queries, made with the first; `queries` in the working directory. */
  queries?: string
  /** Called when a part dies of itself. Local Neon has stopped by then. */
  onCrash?: (reason: Error) => void
}

/** A local Neon that runs; `await using` stops it. */
export interface LocalNeon extends AsyncDisposable {
  /** `postgresql://user:password@localhost:<sql port>/neondb`: for every driver. */
  databaseUrl: string
  /** The same at the plain Postgres port. */
  databaseUrlUnpooled: string
  /** Where `neonConfig.fetchEndpoint` has to point. */
  sqlEndpoint: string
  authUrl: string
  jwksUrl: string
  consoleUrl: string
  identityProviderUrl: string
  /** What an app uses it with: `Object.assign(process.env, neon.variables)`. */
  variables: Variables
  /** What a change through the console's API has to carry, as a bearer token. */
  token: string
  /** The database was made by this start. */
  isNew: boolean
  /** Connections to the database within this process. */
  pool: Pool
  stats: Stats
  faults: Faults
  auth: AuthServer
  /** Branches and snapshots; null in front of a server of one's own (`postgresUrl`). */
  branches: Branches | null
  /** Ends everything, at once. Idempotent. */
  stop(): Promise<void>
}

/** Connections of the pool within this process. */
const POOL_SIZE = 10

/**
 * Starts a local Neon. Several may run in one process and share nothing.
 * @throws FolderInUse, PortTaken, or what `prepare` throws; nothing is left running then
 */
export async function startLocalNeon(options: LocalNeonOptions): Promise<LocalNeon> {
  const ports = options.ports ?? {}
  const undo: (() => Promise<unknown>)[] = []
  let stopped: Promise<void> | null = null
  const stop = () => (stopped ??= runBackwards(undo))

  try {
    // Better Auth takes as long to load as Postgres to start, and on another core.
    const authModule = import('./auth/server')
    authModule.catch(() => {})
    const { engine, isNew } = await startEngine({
      data: options.data,
      importFile: options.importFile,
      postgresUrl: options.postgresUrl,
      onCrash: (reason) => {
        void stop().finally(() => options.onCrash?.(reason))
      },
    })
    undo.push(() => engine.stop())
    const { branches = null } = engine
    if (options.followGit !== undefined) {
      if (branches === null) throw new Error(OWN_POSTGRES_ONLY)
      // First, so that `prepare` is for the branch that is worked on.
      undo.push(await followGit(branches, options.followGit, (text) => console.error(text)))
    }
    const pool = createInProcessPool(engine, POOL_SIZE)
    undo.push(() => pool.end())
    const { createAuthServer, migrateAuth } = await authModule
    await migrateAuth(pool)
    await options.prepare?.({ pool, isNew })

    const stats = new Stats(options.quiet)
    const faults = new Faults()
    const reach = reachOf(options)
    const sqlPort = createSqlPort({ engine, stats, faults, reach })
    const listen = async (listener: Promise<Listener>): Promise<Listener> => {
      const listening = await listener
      undo.push(() => listening.close())
      return listening
    }
    const sql = await listen(
      listenOnLoopback(choose(ports, 'sql'), sqlPort.acceptAny, options.host),
    )
    const postgres = await listen(
      listenOnLoopback(choose(ports, 'postgres'), sqlPort.acceptPostgres, options.host),
    )

    // These need their own address before they can be made, so their ports come first.
    const authPort = await listenHttp(choose(ports, 'auth'), listen, options.host)
    const identity = await listenHttp(choose(ports, 'identityProvider'), listen, options.host)
    const identityProviderUrl = `http://localhost:${identity.port}`
    const { user, password, database } = engine.credentials
    const authUrl = `http://localhost:${authPort.port}/${encodeURIComponent(database)}/auth`
    const identityProvider = await createIdentityProvider({ url: identityProviderUrl, authUrl })
    identity.serve(async (request, response) => {
      const refusal = refuseForeign(request, { ...reach, links: true })
      if (refusal === null) await identityProvider.handle(request, response)
      else send(response, 403, 'text/plain; charset=utf-8', `${refusal}\n`)
    })
    const auth = await createAuthServer({
      pool,
      baseUrl: authUrl,
      rateLimit: options.rateLimit,
      ...(options.auth && { settings: options.auth }),
      identityProviderUrl,
      reach,
    })
    undo.push(async () => auth.webhooks.close())
    await branches?.adopt(auth.mailbox)
    const authPath = new URL(authUrl).pathname
    authPort.serve((request, response) => {
      const { pathname } = requestUrl(request)
      const path = pathname.startsWith(authPath) ? pathname.slice(authPath.length) : pathname
      stats.countAuthRequest(path)
      const begun = performance.now()
      response.once('close', () =>
        stats.recordAuthRequest({
          method: request.method ?? '',
          path,
          status: response.writableFinished ? response.statusCode : null,
          milliseconds: performance.now() - begun,
          origin: request.headers.origin ?? null,
        }),
      )
      return faults.apply('auth', request, response, () => auth.handle(request, response))
    })

    const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
    const urlAt = (port: number) =>
      `postgresql://${login}@localhost:${port}/${encodeURIComponent(database)}`
    const databaseUrl = urlAt(sql.port)
    const databaseUrlUnpooled = urlAt(postgres.port)
    const sqlEndpoint = `http://localhost:${sql.port}/sql`
    const token = await consoleToken(options.data)
    const consolePort = await listenHttp(choose(ports, 'console'), listen, options.host)
    const jwksUrl = `${authUrl}/.well-known/jwks.json`
    consolePort.serve(
      createConsole(
        {
          databaseUrl,
          databaseUrlUnpooled,
          sqlEndpoint,
          authUrl,
          jwksUrl,
          pool,
          auth,
          stats,
          faults,
          branches,
          token,
          ...(options.reseed && { reseed: options.reseed }),
          historyFile: options.data === 'memory' ? null : join(options.data, 'sql-history.json'),
          queriesFolder: resolve(options.queries ?? 'queries'),
        },
        reach,
      ),
    )

    const addresses = {
      databaseUrl,
      databaseUrlUnpooled,
      sqlEndpoint,
      authUrl,
      jwksUrl,
      consoleUrl: `http://localhost:${consolePort.port}`,
      identityProviderUrl,
    }
    if (options.data !== 'memory') {
      const unpublish = await publishState(options.data, {
        pid: process.pid,
        version,
        startedAt: new Date().toISOString(),
        ...addresses,
        token,
      })
      undo.push(async () => unpublish())
    }
    return {
      ...addresses,
      variables: variablesFor(addresses, cookieSecret(options.data)),
      token,
      isNew,
      pool,
      stats,
      faults,
      auth,
      branches,
      stop,
      [Symbol.asyncDispose]: stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Listens for HTTP on a port; requests wait until there is somebody to serve them. */
async function listenHttp(
  choice: PortChoice,
  listen: (listener: Promise<Listener>) => Promise<Listener>,
  host: string | undefined,
): Promise<{ port: number; serve: (handler: Handler) => void }> {
  let serve: (handler: Handler) => void = () => {}
  const handler = new Promise<Handler>((resolve) => (serve = resolve))
  const server = createServer((request, response) => {
    void handler
      .then((handle) => handle(request, response))
      .catch((error: unknown) => {
        console.error('local Neon:', error)
        response.destroy()
      })
  })
  const { port } = await listen(
    listenOnLoopback(choice, (socket) => server.emit('connection', socket), host),
  )
  return { port, serve }
}

/** What the guard lets in; says so when that is more than this machine. */
function reachOf({ host, hostNames = [] }: LocalNeonOptions): Reach {
  if (host === undefined) return { hostNames: hostNames.map((name) => name.toLowerCase()) }
  console.warn(
    `Local Neon listens on ${host}: other machines can read its mails and change what the console shows.`,
  )
  return { hostNames: hostNames.map((name) => name.toLowerCase()), beyondLoopback: true }
}

function choose(ports: LocalNeonPorts, name: Exclude<keyof LocalNeonPorts, 'strict'>): PortChoice {
  const { strict = false } = ports
  return {
    port: ports[name] ?? 0,
    strict: typeof strict === 'boolean' ? strict : strict.includes(name),
  }
}

/** Undoes what was done, the last first; one that fails does not keep the others from it. */
async function runBackwards(undo: (() => Promise<unknown>)[]): Promise<void> {
  let failure: unknown
  for (const step of undo.reverse()) {
    try {
      await step()
    } catch (error) {
      failure ??= error
    }
  }
  if (failure !== undefined) throw failure
}
