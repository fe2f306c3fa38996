import 'server-only'

/**
 * What a Node server does before it answers anything. A wrong environment stops it with one readable message.
 */
export async function start(): Promise<void> {
  const { outliveReaders } = await import('./lib/server/log')
  outliveReaders()
  try {
    const { env } = await import('./lib/env')
    const { processState } = await import('./lib/server/process-state')
    const { setLogLevel } = await import('./lib/server/log')
    setLogLevel(env.LOG_LEVEL)
    const { telemetryWanted } = await import('./lib/telemetry/wanted')
    const telemetry = telemetryWanted(env)
    if (telemetry) {
      const { startOpenTelemetry } = await import('./lib/telemetry/opentelemetry')
      processState.telemetry = startOpenTelemetry(telemetry)
    }
    const { openRequestScopes } = await import('./lib/server/request-scope')
    openRequestScopes()
    if (env.ACCESS_LOG === 'on') (await import('./lib/server/access-log')).logRequests()
    const { rememberPeerAddress } = await import('./lib/rate-limit/client-address')
    rememberPeerAddress()
    const { watchForProxies } = await import('./lib/http/trusted-proxies')
    watchForProxies()
    const { guardHttpServer } = await import('./lib/http/http-server')
    guardHttpServer()
    const { warnWithoutAppUrl } = await import('./lib/http/app-url')
    warnWithoutAppUrl()
    if (env.INSTANCES > 1 && !env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY) {
      ;(await import('./lib/server/instances')).warnWithoutActionsKey()
    }
    // On Vercel there's no server of ours to stop.
    if (!env.VERCEL) {
      const { drainBeforeEnd } = await import('./lib/server/drain')
      drainBeforeEnd(1000 * env.SHUTDOWN_DELAY)
    }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'EnvError') throw error
    console.error(`\n${error.message}\n`)
    process.exit(1)
  }
}
