import { portsFromEnvironment, stopSignal } from 'local-neon'
import { isLoopbackHost } from '../lib/http/loopback'
import { describe } from './support/database'
import { dataFolder, loadEnvironment } from './support/environment'
import { main } from './support/main'
import {
  connectWebhooks,
  environmentFor,
  startMigratedNeon,
  type WatchedNeon,
} from './support/migrated-neon'
import { buildNext, startNext } from './support/next-process'
import { choosePort } from './support/ports'
import { demoAccount } from './support/sample-data'

const isProduction = process.argv.includes('--production')

main(async () => {
  const stopped = stopSignal()
  loadEnvironment(!isProduction)
  const remote = remoteDatabase()
  const port = await choosePort('PORT', 3000)
  const host = process.env.HOST || 'localhost'
  const appUrl = `http://localhost:${port}`

  if (isProduction) await buildNext()
  const neon = remote
    ? undefined
    : await startMigratedNeon(appUrl, { ports: await portsFromEnvironment() })
  if (neon) await connectWebhooks(neon, appUrl)
  const next = startNext({
    mode: isProduction ? 'start' : 'dev',
    port,
    host,
    env: neon ? { ...environmentFor(neon), APP_URL: appUrl } : {},
    print: (text) => process.stdout.write(text),
  })
  try {
    const early = await Promise.race([next.ready, stopped])
    if (early === undefined) {
      console.log(banner(appUrl, neon, remote))
      if (!isLoopbackHost(host)) console.log(openToOthers(host, port, neon !== undefined))
      const reason = await Promise.race([next.exited, ...(neon ? [neon.failed] : []), stopped])
      if (reason !== 'stopped') throw new Error(`${reason} Everything else was stopped.`)
    }
  } finally {
    await Promise.all([next.stop(), neon?.stop()])
  }
})

/** The environment's database if it's not on this machine; then no local Neon starts. */
function remoteDatabase(): URL | undefined {
  const elsewhere = (name: string) => {
    const value = process.env[name]
    if (!value) return undefined
    if (!URL.canParse(value)) {
      throw new Error(`${name} is set, but isn’t a URL. .env.example shows what it looks like.`)
    }
    const url = new URL(value)
    return isLoopbackHost(url.hostname) ? undefined : url
  }
  const database = elsewhere('DATABASE_URL')
  const auth = elsewhere('NEON_AUTH_BASE_URL')
  if (Boolean(database) !== Boolean(auth)) {
    throw new Error(
      'DATABASE_URL and NEON_AUTH_BASE_URL must both point to Neon, or neither.\n' +
        'With neither, local Neon starts on this machine.',
    )
  }
  return database
}

function banner(appUrl: string, neon: WatchedNeon | undefined, remote: URL | undefined): string {
  const lines = neon
    ? [
        ['App', appUrl],
        ['Console', neon.consoleUrl],
        ['Postgres', neon.databaseUrl],
        ['Demo account', `${demoAccount.email}  ${demoAccount.password}`],
        ['Data', dataFolder() === 'memory' ? 'in memory, gone when this stops' : dataFolder()],
      ]
    : [
        ['App', appUrl],
        ['Database', remote ? describe(remote) : ''],
      ]
  const width = Math.max(...lines.map(([name]) => name?.length ?? 0)) + 2
  return ['', ...lines.map(([name = '', value]) => `  ${name.padEnd(width)}${value}`), ''].join(
    '\n',
  )
}

/** Warns that others can reach the app. */
function openToOthers(host: string, port: number, hasDemoAccount: boolean): string {
  return `  HOST=${host}: anyone who can reach port ${port} on this machine can use the app${
    hasDemoAccount ? ', the demo account included' : ''
  }. Browsers only stay signed in over https or on localhost.\n`
}
