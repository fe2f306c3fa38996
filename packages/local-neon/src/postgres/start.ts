/** Chooses the engine: the embedded Postgres, or an existing server. */
import type { Engine } from './engine'
import { startEmbedded } from './embedded/engine'
import { createInProcessPool } from './in-process'
import { createServerEngine } from './server/engine'

export interface EngineOptions {
  /** The embedded database's folder, or 'memory'. */
  data: string
  /** An export to start with. */
  importFile?: string | undefined
  /** URL of a Postgres server to use instead. */
  postgresUrl?: string | undefined
  /** Called when the database dies by itself. */
  onCrash: (reason: Error) => void
}

/** Why `postgresUrl` has none of this. */
export const OWN_POSTGRES_ONLY =
  'Branches, snapshots, export and import need local Neon’s own Postgres, and this one uses another server (--postgres-url).'

/** Starts the engine; `isNew` says whether this made the database. */
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
