import nextEnv from '@next/env'

/**
 * Bundled into the build and loaded before the server (`node --import`): it reports a wrong environment
 * before anything listens. Next itself says "Ready" first and only then runs an app's checks.
 */
nextEnv.loadEnvConfig(process.cwd(), false, { info: () => {}, error: console.error })
try {
  await import('../../lib/env')
} catch (error) {
  if (!(error instanceof Error) || error.name !== 'EnvError') throw error
  console.error(`\n${error.message}\n`)
  process.exit(1)
}
