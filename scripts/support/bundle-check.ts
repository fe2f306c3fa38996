import { join } from 'node:path'

/**
 * Writes the environment check as one file that Node runs as it is, whatever is installed.
 *
 * @param projectDir this repository's folder
 * @param distDir where the build is; the file is `environment.mjs` in it
 */
export async function bundleCheck(projectDir: string, distDir: string): Promise<void> {
  // Only when building: a server has no esbuild.
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: projectDir,
    entryPoints: ['scripts/support/check-environment.ts'],
    outfile: join(distDir, 'environment.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.9',
    conditions: ['react-server'],
    // Part of Next, so it's there wherever Next serves.
    external: ['@next/env'],
  })
}
