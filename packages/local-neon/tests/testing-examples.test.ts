import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readmeBlock } from './readme'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const require = createRequire(import.meta.url)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-neon-examples-'))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  // Each example starts with its file name.
  for (const file of ['tests/setup.mjs', 'tests/notes.test.mjs', 'tests/notes.spec.mjs']) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), await readmeBlock(`// ${file}`))
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it.each([
  ['vitest', 'vitest/package.json', 'vitest.mjs', ['run', 'notes.test'], '2 passed'],
  ['playwright', '@playwright/test/package.json', 'cli.js', ['test'], '1 passed'],
])('the examples for %s in the README hold', async (runner, manifest, command, args, passed) => {
  const config = `export default { globalSetup: './tests/setup.mjs', testMatch: '**/*.spec.mjs',
    test: { globalSetup: './tests/setup.mjs' } }`
  await writeFile(join(folder, `${runner}.config.mjs`), config)
  // Nothing from the run this test is part of.
  const { PATH, Path, HOME, TMPDIR, SystemRoot, TEMP } = process.env
  const child = spawn(
    process.execPath,
    [join(dirname(require.resolve(manifest)), command), ...args],
    {
      cwd: folder,
      env: { PATH, Path, HOME, TMPDIR, SystemRoot, TEMP, NODE_ENV: 'test', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [code] = await once(child, 'close')
  expect(output).toContain(passed)
  expect(code).toBe(0)
})
