/**
 * Neon on your machine: real Postgres, Neon's SQL over HTTP, WebSocket and TCP, and Neon Auth. See
 * README.md for what it imitates and what it can't do.
 */
import { join, resolve } from 'node:path'
import { followGit } from './branches/follow-git'
import { runningBranches } from './branches/running'
import { createConsole } from './console/server'
import { consoleToken } from './console/token'
import { Faults } from './faults'
import { refuseForeign, type Reach } from './http/guard'
import { listenHttp } from './http/listen'
import { requestUrl } from './http/requests'
import { send } from './http/responses'
import { createIdentityProvider } from './identity-provider/server'
import type { LocalNeon, LocalNeonOptions, LocalNeonPorts } from './options'
import { ExchangeableEngine } from './postgres/exchangeable'
import { createInProcessPool } from './postgres/in-process'
import { OWN_POSTGRES_ONLY, startEngine } from './postgres/start'
import { publishState } from './state'
import { Stats } from './stats'
import { listenOnLoopback } from './transports/listen'
import type { Listener, PortChoice } from './transports/listen'
import { createSqlPort } from './transports/sql-port'
import { cookieSecret, variablesFor } from './variables'
import { version } from './version'

export type { AuthServer, AuthSettings } from './auth/server'
export { NoExport } from './branches/import'
export type { Branch, Branches, Snapshot } from './branches/branches'
export type { Fault, Faults, Service } from './faults'
export type { LocalNeon, LocalNeonOptions, LocalNeonPorts } from './options'
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

/** Connections in this process's pool. */
const POOL_SIZE = 10

/**
 * Starts a local Neon. Several can run in one process, sharing nothing.
 * @throws FolderInUse, PortTaken, or what `prepare` throws; then nothing is left running
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
    const { data, postgresUrl } = options
    const onCrash = (reason: Error) => {
      void stop().finally(() => options.onCrash?.(reason))
    }
    const start = (importFile?: string) => startEngine({ data, importFile, postgresUrl, onCrash })
    const { engine: first, isNew } = await start(options.importFile)
    const engine = new ExchangeableEngine(first)
    undo.push(() => engine.stop())
    const branches = runningBranches(engine, {
      start: async (importFile) => (await start(importFile)).engine,
      isTemporary: data === 'memory',
      async afterwards() {
        await migrateAuth(pool)
        await options.prepare?.({ pool, isNew: false })
        await engine.branches?.adopt(auth.mailbox)
      },
    })
    if (options.followGit !== undefined) {
      if (branches === null) throw new Error(OWN_POSTGRES_ONLY)
      // First, so `prepare` works on the right branch.
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

    // These need their own address before they're made, so their ports come first.
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

/** What the guard lets in; prints it if that is more than this machine. */
function reachOf({ host, hostNames = [] }: LocalNeonOptions): Reach {
  if (host === undefined) return { hostNames: hostNames.map((name) => name.toLowerCase()) }
  console.warn(
    `Local Neon listens on ${host}: other machines can read its emails and change what the console shows.`,
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

/** Undoes everything, last step first; a failed step doesn't stop the others. */
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
