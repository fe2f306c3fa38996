import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'

const versions = z.record(z.string(), z.string())
const manifest = z.object({ dependencies: versions, devDependencies: versions.default({}) })

function read(file: string) {
  return manifest.parse(JSON.parse(readFileSync(file, 'utf8')))
}

/** The packages that the files of a folder import. */
function importsOf(folder: string, leftOut?: string): Set<string> {
  const names = new Set<string>()
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(ts|mjs)$/.test(file)) continue
    if (leftOut !== undefined && file.startsWith(leftOut)) continue
    const text = readFileSync(join(folder, file), 'utf8')
    for (const [, name] of text.matchAll(/^(?:import|\}) .*?from '([^.'][^']*)'$/gm)) {
      if (name === undefined || isBuiltin(name)) continue
      names.add(
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      )
    }
  }
  return names
}

it('local-neon names the packages that it is made of', () => {
  const { dependencies, devDependencies } = read('packages/local-neon/package.json')
  const browser = join('console', 'browser')
  expect(Object.keys(dependencies)).toEqual(
    expect.arrayContaining([...importsOf('packages/local-neon/src', browser)]),
  )
  // The pages' scripts are bundled when the package is built.
  expect(Object.keys(devDependencies)).toEqual(
    expect.arrayContaining([...importsOf(join('packages/local-neon/src', browser))]),
  )
})
