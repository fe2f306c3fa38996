import { randomBytes } from 'node:crypto'
import getPort from 'get-port'
import {
  environmentFor,
  startMigratedNeon,
  type WatchedNeon,
} from '../../../scripts/support/migrated-neon'
import { startNext, type NextProcess } from '../../../scripts/support/next-process'

/** The production build of the app with a local Neon in memory, both on free ports. */
export interface World {
  appUrl: string
  /** The variables that the app has. */
  env: Record<string, string>
  neon: WatchedNeon
  next: NextProcess
  stop(): Promise<void>
}

/**
 * Starts a world that nobody else is in.
 *
 * @param print receives what the app prints
 */
export async function startWorld(print: (text: string) => void = () => {}): Promise<World> {
  const port = await getPort()
  const appUrl = `http://localhost:${port}`
  process.env.LOCAL_NEON_DATA = 'memory'
  const neon = await startMigratedNeon(appUrl, { data: 'memory', rateLimit: false })
  const env = {
    ...environmentFor(neon),
    APP_URL: appUrl,
    // Hundreds of sign-ups come from one address, and what is limited is refused before it gets far.
    AUTH_RATE_LIMIT: 'off',
    NEON_AUTH_COOKIE_SECRET: randomBytes(32).toString('base64url'),
  }
  const next = startNext({ mode: 'start', port, env, print })
  const stop = async () => {
    await next.stop()
    await neon.stop()
  }
  try {
    await next.ready
  } catch (error) {
    await stop()
    throw new Error('The app did not start. Was it built (`npm run build`)?', { cause: error })
  }
  return { appUrl, env, neon, next, stop }
}
