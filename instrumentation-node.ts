import 'server-only'

/**
 * What a server on Node does before it answers anything. A wrong environment ends it with one readable
 * message.
 */
export async function start(): Promise<void> {
  const { outliveReaders } = await import('./lib/server/log')
  outliveReaders()
  try {
    const { openRequestScopes } = await import('./lib/server/request-scope')
    openRequestScopes()
    const { rememberPeerAddress } = await import('./lib/rate-limit/client-address')
    rememberPeerAddress()
    const { guardHttpServer } = await import('./lib/http/http-server')
    guardHttpServer()
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'EnvError') throw error
    console.error(`\n${error.message}\n`)
    process.exit(1)
  }
}
