/** Choosing the engine: the embedded Postgres, or a server that is already there. */
import type { Engine } from './engine'
import { startEmbedded } from './embedded/engine'
import { createInProcessPool } from './in-process'
import { createServerEngine } from './server/engine'

export interface EngineOptions {
  /** Folder of the embedded database, or 'memory'. */
  data: string
  /** What an export has written, to begin with. */
  importFile?: string | undefined
  /** URL of a Postgres server to use instead. */
  postgresUrl?: string | undefined
  /** Called when the database dies of itself. */
  onCrash: (reason: Error) => void
}

/** Why there is none of it with `postgresUrl`. */
export const OWN_POSTGRES_ONLY =
  'Branches, snapshots, export and import need local Neon’s own Postgres, and this one uses another server (--postgres-url).'

/** Starts the engine; `isNew` says whether the database was made by this. */
export async function startEngine(
  options: EngineOptions,
): Promise<{ engine: Engine; isNew: boolean }> {
  if (options.postgresUrl !== undefined) {
    if (options.importFile !== undefined) throw new Error(OWN_POSTGRES_ONLY)
    const engine = createServerEngine(options.postgresUrl)
    // A database that Neon Auth has never seen is new to us, whatever else it holds.
    const pool = createInProcessPool(engine, 1)
    try {
      const { rows } = await pool.query<{ known: boolean }>(
        `SELECT to_regnamespace('neon_auth') IS NOT NULL AS known`,
      )
      return { engine, isNew: rows[0]?.known !== true }
    } finally {
      await pool.end()
    }
  }
  const { data, importFile, onCrash } = options
  return startEmbedded({ data, importFile, onCrash })
}
