import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PHASE_PRODUCTION_BUILD, PHASE_PRODUCTION_SERVER } from 'next/constants'

/**
 * The name of a build, by which a browser notices that it has pages of another one: made by `next build`,
 * and read back from the build by `next start`. Servers that build for themselves are given the same by
 * `NEXT_DEPLOYMENT_ID`; Vercel sets that itself.
 *
 * @param phase what Next reads its configuration for
 * @param distDir where the build is
 */
export function deploymentId(phase: string, distDir: string): string | undefined {
  if (process.env.NEXT_DEPLOYMENT_ID) return process.env.NEXT_DEPLOYMENT_ID
  if (phase === PHASE_PRODUCTION_BUILD) return randomBytes(9).toString('base64url')
  return phase === PHASE_PRODUCTION_SERVER ? builtAs(distDir) : undefined
}

/** Next writes its configuration into the build. */
function builtAs(distDir: string): string | undefined {
  try {
    const build: unknown = JSON.parse(
      readFileSync(join(distDir, 'required-server-files.json'), 'utf8'),
    )
    const id = property(property(build, 'config'), 'deploymentId')
    return typeof id === 'string' ? id : undefined
  } catch {
    // There is no build; Next says so itself.
    return undefined
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
