// Builds `dist` from `src` if it's out of date. Preloaded into Node (`node --import
// ./packages/local-neon/build.mjs …`), it gives every command of this repository the built package without
// another step, whether npm runs install scripts or not.
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('.', import.meta.url))
const source = join(root, 'src')
const target = join(root, 'dist')
const stamp = join(target, '.source')

/** The public entries, which `dist` has under their own names. */
const entries = { index: 'index.ts', testing: 'testing/index.ts', cli: 'cli/index.ts' }

const inputs = sourceFiles()
const wanted = fingerprint(inputs)
if (wanted !== readStamp()) await build()

function sourceFiles() {
  const inSource = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  return [...inSource.sort(), join(root, 'package.json'), fileURLToPath(import.meta.url)]
}

/** Changes with every file, by a look at each instead of reading it. */
function fingerprint(files) {
  const hash = createHash('sha256')
  for (const file of files) {
    const { size, mtimeMs } = statSync(file)
    hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function readStamp() {
  try {
    return readFileSync(stamp, 'utf8')
  } catch {
    return undefined
  }
}

async function build() {
  const { build: bundle, stop } = await import('esbuild')
  const { outputFiles } = await bundle({
    entryPoints: Object.fromEntries(
      Object.entries(entries).map(([name, file]) => [name, join(source, file)]),
    ),
    outdir: target,
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.9',
    packages: 'external',
    write: false,
    logLevel: 'error',
  })
  // All in one folder, so `import.meta.url` leads from every chunk to the files beside it.
  const files = new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]))
  for (const file of inputs.filter((name) => name.endsWith('.mjs') && name.startsWith(source))) {
    files.set(basename(file), readFileSync(file))
  }
  const { browserScripts, bundleBrowserScript } = await import('./src/console/browser/bundle.mjs')
  for (const name of browserScripts) {
    files.set(`browser-${name}.js`, await bundleBrowserScript(name))
  }
  // Its process would live as long as this one.
  await stop()
  await mkdir(target, { recursive: true })
  for (const [name, contents] of files) {
    // Whole or not at all: another command may be reading or building it too.
    const part = join(target, `.${name}.${process.pid}`)
    await writeFile(part, contents)
    await rename(part, join(target, name))
  }
  for (const name of readdirSync(target)) {
    if (/\.m?js$/.test(name) && !files.has(name)) await rm(join(target, name), { force: true })
  }
  writeFileSync(stamp, wanted)
}
