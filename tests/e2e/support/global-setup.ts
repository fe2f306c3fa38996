import { randomBytes } from 'node:crypto'
import getPort from 'get-port'
import { startMigratedNeon, environmentFor } from '../../../scripts/support/migrated-neon'
import { startNext } from '../../../scripts/support/next-process'

/**
 * Starts what the browser tests need, on free ports and in memory: local Neon, and the production
 * build of the app. The tests find both through the environment.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const port = await getPort()
  const appUrl = `http://localhost:${port}`
  process.env.LOCAL_NEON_DATA = 'memory'
  const neon = await startMigratedNeon(appUrl, { data: 'memory', rateLimit: false })
  const env = {
    ...environmentFor(neon),
    APP_URL: appUrl,
    // Hundreds of sign-ups from one address; rate-limit.spec.ts starts an app of its own.
    AUTH_RATE_LIMIT: 'off',
    NEON_AUTH_COOKIE_SECRET: randomBytes(32).toString('base64url'),
  }
  const log: string[] = []
  const next = startNext({ mode: 'start', port, env, print: (text) => log.push(text) })
  try {
    await next.ready
  } catch (error) {
    await neon.stop()
    throw new Error('The app did not start. Was it built (`npm run build`)?', { cause: error })
  }
  Object.assign(process.env, env, {
    CONSOLE_URL: neon.consoleUrl,
    CONSOLE_TOKEN: neon.token,
  })
  return async () => {
    await next.stop()
    await neon.stop()
  }
}
