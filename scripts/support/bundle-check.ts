import { join } from 'node:path'

/**
 * Writes the check of the environment as one file that Node runs as it is, whatever is installed there.
 *
 * @param projectDir the folder of this repository
 * @param distDir where the build is; the file is `environment.mjs` in it
 */
export async function bundleCheck(projectDir: string, distDir: string): Promise<void> {
  // Only when it builds: a server has no esbuild.
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
    // A part of Next, which is there wherever it serves.
    external: ['@next/env'],
  })
}
