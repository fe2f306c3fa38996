/**
 * Where new clusters come from. Making one takes seconds, copying one does not, so the first is
 * kept beside the installed packages and copied from then on.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A fresh cluster to copy from. */
export interface Template {
  folder: string
  /** To be called when the copy is made. */
  release(): Promise<void>
}

/** The folder of the installed PGlite, in which its WebAssembly files are. */
export function pgliteFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'))
}

/** Gives a fresh cluster, from the cache if there is one. */
export async function openTemplate(): Promise<Template> {
  const cached = await cachePlace()
  if (cached === null) {
    const folder = await mkdtemp(join(tmpdir(), 'local-neon-'))
    await makeCluster(folder)
    return { folder, release: () => rm(folder, { recursive: true, force: true }) }
  }
  const template = { folder: cached, release: async () => {} }
  if (await exists(cached)) return template
  await mkdir(dirname(cached), { recursive: true })
  const draft = await mkdtemp(`${cached}.`)
  try {
    await makeCluster(draft)
    await rename(draft, cached)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    // Somebody else was faster; theirs is as good.
    if (!(await exists(cached))) throw error
  }
  return template
}

/**
 * Copies a template to a folder that is not there yet. It is filled beside its final name and
 * renamed when it is whole, so that a start which was killed halfway leaves nothing that looks
 * like a database.
 */
export async function copyTemplate(template: Template, folder: string): Promise<void> {
  const draft = `${folder}.new`
  await rm(draft, { recursive: true, force: true })
  await cp(template.folder, draft, { recursive: true })
  await rename(draft, folder)
}

/** The cache's folder for this version of everything; null where packages are not in a folder. */
async function cachePlace(): Promise<string | null> {
  const modules = /^(.*[\\/]node_modules)[\\/]@electric-sql[\\/]/.exec(pgliteFolder())?.[1]
  if (modules === undefined) return null
  const key = createHash('sha256')
  const ours = ['make-cluster', 'settings'].map((name) => {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
    return fileURLToPath(new URL(`./${name}.${extension}`, import.meta.url))
  })
  const theirs = join(pgliteFolder(), '..', 'package.json')
  for (const file of [...ours, theirs]) key.update(await readFile(file))
  return join(modules, '.cache', 'local-neon', key.digest('hex').slice(0, 16))
}

async function makeCluster(folder: string): Promise<void> {
  const starter = fileURLToPath(new URL('../start.mjs', import.meta.url))
  const child = spawn(process.execPath, [starter, folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // What the caller's Node was told to load or to inspect is not for this one.
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`Making a new database failed: ${complaints.slice(-2000)}`)
}

async function exists(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  )
}
