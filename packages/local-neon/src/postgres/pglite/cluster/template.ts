/**
 * Where new clusters come from. Making one takes seconds, copying one does not, so the first is
 * kept beside the installed packages and copied from then on.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readTarFile } from './tar'

/** A fresh cluster, as an archive. */
export interface Template {
  archive: string
  /** To be called when it has been used. */
  release(): Promise<void>
}

/** The folder of the installed PGlite, in which its WebAssembly files are. */
export function pgliteFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'))
}

/** Gives a fresh cluster, from the cache if there is one. */
export async function openTemplate(): Promise<Template> {
  const cached = await cachePlace()
  if (cached !== null && (await exists(cached))) return { archive: cached, release: async () => {} }
  const drafts = cached === null ? join(tmpdir(), 'local-neon-') : `${cached}.`
  await mkdir(dirname(drafts), { recursive: true })
  const folder = await mkdtemp(drafts)
  const release = () => rm(folder, { recursive: true, force: true })
  try {
    const archive = join(folder, 'cluster.tar')
    await makeCluster(archive)
    if (cached === null) return { archive, release }
    await rename(archive, cached)
    await release()
    return { archive: cached, release: async () => {} }
  } catch (error) {
    await release()
    throw error
  }
}

/**
 * Puts a template's files into a folder that is not there yet. It is filled beside its final name and
 * renamed when it is whole, so that a start which was killed halfway leaves nothing that looks like a
 * database.
 */
export async function extractTemplate({ archive }: Template, folder: string): Promise<void> {
  const draft = `${folder}.new`
  await rm(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  for (const { name, bytes } of readTarFile(archive)) {
    if (bytes === null) mkdirSync(join(draft, name), { mode: 0o700 })
    else writeFileSync(join(draft, name), bytes, { mode: 0o600 })
  }
  await rename(draft, folder)
}

/** The cache's place for this version of everything; null where packages are not in a folder. */
async function cachePlace(): Promise<string | null> {
  const modules = /^(.*[\\/]node_modules)[\\/]@electric-sql[\\/]/.exec(pgliteFolder())?.[1]
  if (modules === undefined) return null
  const key = createHash('sha256')
  const ours = ['make-cluster', 'settings', 'tar'].map((name) => {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
    return fileURLToPath(new URL(`./${name}.${extension}`, import.meta.url))
  })
  const theirs = join(pgliteFolder(), '..', 'package.json')
  for (const file of [...ours, theirs]) key.update(await readFile(file))
  return join(modules, '.cache', 'local-neon', `${key.digest('hex').slice(0, 16)}.tar`)
}

async function makeCluster(archive: string): Promise<void> {
  const starter = fileURLToPath(new URL('../start.mjs', import.meta.url))
  const child = spawn(process.execPath, [starter, archive], {
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

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}
