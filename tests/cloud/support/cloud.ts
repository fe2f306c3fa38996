import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import getPort from 'get-port'
import { startLocalNeon, type LocalNeon } from 'local-neon'
import { migrateDatabase } from '../../../scripts/support/database'
import { startNext, type NextProcess } from '../../../scripts/support/next-process'
import { startFront, type Front } from '../../e2e/support/front'
import { makeCertificate, startPostgresFront, startTlsFront, type Certificate } from './tls-front'

/** The app's URL for visitors. */
export const appUrl = 'https://app.example.test'

/** In the names of Neon's hosts. */
const region = 'c-2.eu-central-1.aws.neon'
const databaseHost = `ep-calm-sea-a1b2c3d4-pooler.${region}.tech`
const apiHost = `api.${region}.tech`
const authHost = `ep-calm-sea-a1b2c3d4.neonauth.${region}.build`

/** Neon in a simulated cloud: local Neon, only by Neon's names with TLS. */
export interface Cloud {
  neon: LocalNeon
  certificate: Certificate
  /** Just what the guide and docs/deploying.md say to set on any host. */
  variables: Record<string, string>
  /** Replaces the internet's names and authorities. */
  simulation: Record<string, string>
  stop(): Promise<void>
}

/** Starts Neon in a simulated cloud. */
export async function startCloud(): Promise<Cloud> {
  const folder = mkdtempSync(join(tmpdir(), 'cloud-'))
  const undo: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const step of undo.reverse()) await step()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const hosts = [databaseHost, apiHost, authHost]
    const certificate = makeCertificate(folder, [...hosts, new URL(appUrl).hostname])
    const neon = await startLocalNeon({
      data: 'memory',
      rateLimit: false,
      hostNames: hosts,
      prepare: ({ pool }) => migrateDatabase(pool),
    })
    undo.push(() => neon.stop())
    await neon.auth.settings.set({
      trustedOrigins: [appUrl],
      socialProviders: ['google', 'github'],
      requireEmailVerification: true,
    })
    const [sql, auth, postgres] = [neon.databaseUrl, neon.authUrl, neon.databaseUrlUnpooled].map(
      (url) => Number(new URL(url).port),
    )
    const edge = await startTlsFront(certificate, (name) => (name === authHost ? auth : sql) ?? 0)
    undo.push(() => edge.stop())
    const pooler = await startPostgresFront(certificate, postgres ?? 0)
    undo.push(() => pooler.stop())

    const { username, password, pathname } = new URL(neon.databaseUrl)
    return {
      neon,
      certificate,
      variables: {
        DATABASE_URL: `postgresql://${username}:${password}@${databaseHost}${pathname}?sslmode=require&channel_binding=require`,
        NEON_AUTH_BASE_URL: `https://${authHost}${new URL(neon.authUrl).pathname}`,
        NEON_AUTH_COOKIE_SECRET: randomBytes(32).toString('base64'),
        APP_URL: appUrl,
        TRUSTED_PROXIES: '1',
        AUTH_PROVIDERS: 'google,github',
      },
      simulation: {
        NODE_OPTIONS: `--import=${pathToFileURL('tests/cloud/support/resolver.mjs').href}`,
        NODE_EXTRA_CA_CERTS: certificate.file,
        SIMULATED_HOSTS: JSON.stringify({
          ...Object.fromEntries(hosts.map((host) => [`${host}:443`, edge.port])),
          [`${databaseHost}:5432`]: pooler.port,
        }),
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The app on two servers behind an https proxy that takes turns. */
export interface Deployment {
  front: Front
  /** All servers' output. */
  log: () => string
  /** Moves one server to another build; others see it come before the old one goes. */
  replaceOne(buildId: string): Promise<void>
  stop(): Promise<void>
}

export async function deploy(cloud: Cloud, driver: string): Promise<Deployment> {
  let printed = ''
  const running = new Map<number, NextProcess>()
  const start = async (buildId?: string) => {
    const port = await getPort()
    const server = startNext({
      mode: 'start',
      port,
      env: {
        ...cloud.variables,
        ...cloud.simulation,
        DATABASE_DRIVER: driver,
        ...(buildId !== undefined && { NEXT_DEPLOYMENT_ID: buildId }),
      },
      print: (text) => (printed += text),
    })
    running.set(port, server)
    await server.ready
    return port
  }
  const ports = await Promise.all([start(), start()])
  const front = await startFront(ports, cloud.certificate)
  return {
    front,
    log: () => printed,
    async replaceOne(buildId) {
      ports.push(await start(buildId))
      const [old = 0] = ports.splice(0, 1)
      await running.get(old)?.stop()
      running.delete(old)
    },
    async stop() {
      await Promise.all([...running.values()].map((server) => server.stop()))
      await front.stop()
    },
  }
}
