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

/** The packages a folder's files import. */
function importsOf(folder: string, leftOut?: string): Set<string> {
  const names = new Set<string>()
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(tsx?|mjs)$/.test(file)) continue
    if (leftOut !== undefined && file.startsWith(leftOut)) continue
    const text = readFileSync(join(folder, file), 'utf8')
    // For fonts it's a file's path.
    const imports =
      /^(?:import|\}) .*?from '([^.'][^']*)'$|\bimport\('([^.'][^']*)'\)|'[./]*node_modules\/([^']+)'/gm
    for (const [, first, later, file] of text.matchAll(imports)) {
      const name = first ?? later ?? file
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

it('local-neon names the packages that it is made of, and no others', () => {
  const { dependencies, devDependencies } = read('packages/local-neon/package.json')
  const browser = join('console', 'browser')
  const imported = [...importsOf('packages/local-neon/src', browser)]
  expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(imported))
  // Fonts are found by file; the declarations are for people who use TypeScript.
  const needed = [
    ...imported,
    ...Object.keys(dependencies).filter((name) => /^@(fontsource|types)/.test(name)),
  ]
  expect(Object.keys(dependencies).filter((name) => !needed.includes(name))).toEqual([])
  // The pages' scripts are bundled in the package's build.
  expect(Object.keys(devDependencies)).toEqual(
    expect.arrayContaining([...importsOf(join('packages/local-neon/src', browser))]),
  )
})

it('the app brings nothing that only local-neon needs', () => {
  const app = read('package.json')
  const own = Object.keys(read('packages/local-neon/package.json').dependencies)
  const used = new Set(
    ['app', 'components', 'lib', 'scripts', 'tests'].flatMap((folder) => [...importsOf(folder)]),
  )
  const needless = own.filter((name) => name in { ...app.dependencies, ...app.devDependencies })
  expect(needless.filter((name) => !used.has(name) && !name.startsWith('@types/'))).toEqual([])
})
