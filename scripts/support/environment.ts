import nextEnv from '@next/env'
import { resolve } from 'node:path'

/**
 * Reads the same .env files as Next, in the same order; variables already set stay.
 *
 * @param isDevelopment whether to read them like `next dev` or like `next start`
 */
export function loadEnvironment(isDevelopment = true): void {
  nextEnv.loadEnvConfig(process.cwd(), isDevelopment, { info: () => {}, error: console.error })
}

/** Where local Neon keeps its data: a folder, or `memory`. */
export function dataFolder(): string {
  const chosen = process.env.LOCAL_NEON_DATA || '.local-neon'
  return chosen === 'memory' ? chosen : resolve(chosen)
}
