import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { extract } from 'tar'
import { COMPLETE } from '../postgres/embedded/cluster'
import { Problem } from '../problem'

/** What files of the cluster another major version of Postgres could not read. */
const MAJOR = '18'

/** The file is no export, or not one that can be read here. */
export class NoExport extends Problem {
  constructor(message: string, options?: ErrorOptions) {
    super('invalid', message, options)
  }
}

/** What became of an import. */
export interface Imported {
  /** Where the cluster is that was there before; null when there was none. */
  kept: string | null
  /** Puts everything back. */
  undo(): void
}

/**
 * Puts an exported cluster in the place of the one that is there, which is kept beside it.
 * @param file what an export has written
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
