// Writes the public entries' type declarations to `dist/types`, for the tarball. Inside this repository,
// TypeScript reads `src` itself.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('.', import.meta.url))
const target = join(root, 'dist', 'types')
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')

rmSync(target, { recursive: true, force: true })
const { status } = spawnSync(
  process.execPath,
  [compiler, '-p', join(root, 'tsconfig.build.json')],
  {
    stdio: 'inherit',
  },
)
if (status !== 0) process.exit(status ?? 1)
for (const file of readdirSync(target, { recursive: true, encoding: 'utf8' })) {
  if (file.endsWith('.d.ts')) completeImports(join(target, file))
}

/** `moduleResolution: nodenext` wants relative imports with their ending. */
function completeImports(file) {
  const text = readFileSync(file, 'utf8')
  const complete = text.replace(
    /(\bfrom |\bimport\()(['"])(\.{1,2}\/[^'"]*)\2/g,
    (_, before, quote, path) => `${before}${quote}${withEnding(dirname(file), path)}${quote}`,
  )
  if (complete !== text) writeFileSync(file, complete)
}

function withEnding(folder, path) {
  if (existsSync(join(folder, `${path}.d.ts`))) return `${path}.js`
  if (existsSync(join(folder, path, 'index.d.ts'))) return `${path}/index.js`
  throw new Error(`No declarations for ${path} in ${folder}.`)
}
