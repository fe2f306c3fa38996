import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PHASE_PRODUCTION_BUILD, PHASE_PRODUCTION_SERVER } from 'next/constants'

/**
 * A build's name, by which browsers notice that their pages are from another one. `next build` makes it, and
 * `next start` reads it back from the build. `NEXT_DEPLOYMENT_ID` gives servers that build for themselves the
 * same one; Vercel sets it itself.
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
    // There's no build; Next says so itself.
    return undefined
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
