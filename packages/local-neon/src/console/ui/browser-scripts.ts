import { readFile } from 'node:fs/promises'

const scripts = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()

/**
 * A script for the browser, made from `browser/<name>.ts` and its imports. The built package has it as a
 * file; run from source, it's made on the first request.
 */
export function browserScript(name: 'sql' | 'tables'): Promise<Uint8Array<ArrayBuffer>> {
  let script = scripts.get(name)
  if (script === undefined) {
    script = load(name)
    // The next request tries again.
    script.catch(() => scripts.delete(name))
    scripts.set(name, script)
  }
  return script
}

async function load(name: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(new URL(`./browser-${name}.js`, import.meta.url)))
  } catch {
    const { bundleBrowserScript } = await import('../browser/bundle.mjs')
    return new Uint8Array(await bundleBrowserScript(name))
  }
}
