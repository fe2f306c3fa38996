import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** A server action as the build knows it. */
export interface BuiltAction {
  id: string
  /** `app/posts/actions.ts#remove` */
  name: string
  /** Routes of pages that can call it. */
  pages: string[]
}

function readManifest<T>(path: string, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(readFileSync(join('.next', path), 'utf8')))
}

/** Every route of the production build: `/posts/[id]`. */
export function builtRoutes(): string[] {
  const routes = readManifest('app-path-routes-manifest.json', z.record(z.string(), z.string()))
  return Object.values(routes).filter((route) => !route.startsWith('/_'))
}

const serverReferences = z.object({
  node: z.record(
    z.string(),
    z.object({
      exportedName: z.string(),
      filename: z.string(),
      workers: z.record(z.string(), z.unknown()),
    }),
  ),
})

/** Every server action of the production build. */
export function builtActions(): BuiltAction[] {
  const { node } = readManifest('server/server-reference-manifest.json', serverReferences)
  const routes = readManifest('app-path-routes-manifest.json', z.record(z.string(), z.string()))
  return Object.entries(node).map(([id, { exportedName, filename, workers }]) => ({
    id,
    name: `${filename}#${exportedName}`,
    pages: Object.keys(workers).flatMap((worker) => {
      const route = routes[worker.replace(/^app/, '')]
      return route === undefined || route.startsWith('/_') ? [] : [route]
    }),
  }))
}

/** Names of files that the browser gets. */
export function builtAssets(): string[] {
  return readdirSync('.next/static', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.\w+$/.test(name))
    .map((name) => `/_next/static/${name}`)
}

/**
 * The names that the sources give to what comes from outside: search parameters and form fields.
 */
export function namesFromOutside(): { parameters: string[]; fields: string[] } {
  const parameters = new Set<string>()
  const fields = new Set<string>()
  for (const folder of ['app', 'components', 'lib']) {
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(file)) continue
      const text = readFileSync(join(folder, file), 'utf8')
      for (const [, names = ''] of text.matchAll(/const \{([^}]*)\} = await searchParams/g)) {
        for (const name of names.split(',')) parameters.add(name.split(':')[0]?.trim() ?? '')
      }
      for (const [, name = ''] of text.matchAll(/[?&]([a-z_]+)=/gi)) parameters.add(name)
      for (const [, name = ''] of text.matchAll(/\bname="(\w+)"/g)) fields.add(name)
      for (const [, body = ''] of text.matchAll(/z\.object\(\{([^}]*)/g)) {
        for (const [, name = ''] of body.matchAll(/^\s*(\w+)[:,]/gm)) fields.add(name)
      }
    }
  }
  const sorted = (names: Set<string>) => [...names].filter(Boolean).sort()
  return { parameters: sorted(parameters), fields: sorted(fields) }
}
