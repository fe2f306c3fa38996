// Bundles the scripts of the console's pages, one complete file each: for `dist` when the package is
// built, and on the first request if the console runs from source.
import { fileURLToPath } from 'node:url'

/** The scripts by name; `browser-<name>.js` in `dist`. */
export const browserScripts = ['sql', 'tables']

/** @param {string} name @returns {Promise<Uint8Array>} */
export async function bundleBrowserScript(name) {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`${name}.ts`, import.meta.url))],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  })
  return outputFiles[0].contents
}
