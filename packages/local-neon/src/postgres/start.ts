/** Choosing the engine: the embedded Postgres, or a server that is already there. */
import type { Engine } from './engine'
import { startEmbedded } from './embedded/engine'
import { createInProcessPool } from './in-process'
import { createServerEngine } from './server/engine'

export interface EngineOptions {
  /** Folder of the embedded database, or 'memory'. */
  data: string
  /** URL of a Postgres server to use instead. */
  postgresUrl?: string | undefined
  /** Called when the database dies of itself. */
  onCrash: (reason: Error) => void
}

/** Starts the engine; `isNew` says whether the database was made by this. */
export async function startEngine(
  options: EngineOptions,
): Promise<{ engine: Engine; isNew: boolean }> {
  if (options.postgresUrl !== undefined) {
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
  const { data, onCrash } = options
  return startEmbedded({ data, onCrash })
}
