import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { extract } from 'tar'
import { COMPLETE } from '../postgres/embedded/cluster'
import { Problem } from '../problem'

/** Another major version of Postgres couldn't read the cluster's files. */
const MAJOR = '18'

/** The file isn't an export, or can't be read here. */
export class NoExport extends Problem {
  constructor(message: string, options?: ErrorOptions) {
    super('invalid', message, options)
  }
}

/** An import's result. */
export interface Imported {
  /** Where the old cluster is; null if there was none. */
  kept: string | null
  /** Puts everything back. */
  undo(): void
}

/**
 * Replaces a cluster with an exported one, and keeps the old one beside it.
 * @param file an export
 * @param folder the cluster's folder; nobody uses it
 * @throws NoExport, with nothing changed
 */
export async function importCluster(file: string, folder: string): Promise<Imported> {
  if (!existsSync(file)) throw new NoExport(`There is no file ${file}.`)
  const part = `${folder}.import`
  rmSync(part, { recursive: true, force: true })
  mkdirSync(part, { mode: 0o700 })
  try {
    await extract({ file, cwd: part, strict: true, preserveOwner: false }).catch(
      (error: unknown) => {
        throw new NoExport(`${file} isn’t a local Neon export, or is damaged.`, {
          cause: error,
        })
      },
    )
    if (!existsSync(join(part, COMPLETE)) || !existsSync(join(part, 'PG_VERSION'))) {
      throw new NoExport(`${file} isn’t a local Neon export.`)
    }
    const version = readFileSync(join(part, 'PG_VERSION'), 'utf8').trim()
    if (version !== MAJOR) {
      throw new NoExport(`${file} is of Postgres ${version}; this is Postgres ${MAJOR}.`)
    }
  } catch (error) {
    rmSync(part, { recursive: true, force: true })
    throw error
  }
  const kept = existsSync(folder) ? unused(`${folder}-before-import`) : null
  if (kept !== null) renameSync(folder, kept)
  renameSync(part, folder)
  return {
    kept: kept === null ? null : basename(kept),
    undo() {
      rmSync(folder, { recursive: true, force: true })
      if (kept !== null) renameSync(kept, folder)
    },
  }
}

function unused(path: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? path : `${path}-${number}`
    if (!existsSync(name)) return name
  }
}
