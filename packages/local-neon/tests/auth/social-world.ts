import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createAuthServer } from '../../src/auth/server'
import type { AuthServerOptions } from '../../src/auth/server'
import { createIdentityProvider } from '../../src/identity-provider/server'
import { startDatabase } from './fixture'

type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<void>

/** Listens on a free loopback port; the handler can be made once the address is known. */
export async function listen(): Promise<{
  url: string
  serve(handler: Handler): void
  close(): Promise<void>
}> {
  let handler: Handler | undefined
  const server: Server = createServer((req, res) => void handler?.(req, res))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return {
    url: `http://localhost:${address.port}`,
    serve: (next) => (handler = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A whole Neon Auth with its identity provider, with its own ports and database. */
export async function startAuthWorld(settings: AuthServerOptions['settings'] = {}) {
  const [auth, provider] = await Promise.all([listen(), listen()])
  const authUrl = `${auth.url}/neondb/auth`
  const database = await startDatabase()
  const { pool } = database
  const authServer = await createAuthServer({
    pool,
    baseUrl: authUrl,
    rateLimit: false,
    identityProviderUrl: provider.url,
    settings: { socialProviders: ['google', 'github', 'vercel'], ...settings },
    // Better Auth logs every refused callback as an error; the tests see it in the URL.
    log: () => undefined,
  })
  const identityProvider = await createIdentityProvider({ url: provider.url, authUrl })
  auth.serve((req, res) => authServer.handle(req, res))
  provider.serve((req, res) => identityProvider.handle(req, res))
  return {
    authUrl,
    providerUrl: provider.url,
    pool,
    settings: authServer.settings,
    /** Only closes the identity provider. */
    stopProvider: () => provider.close(),
    async stop() {
      await Promise.all([auth.close(), provider.close()])
      await database.stop()
    },
  }
}

export type AuthWorld = Awaited<ReturnType<typeof startAuthWorld>>
