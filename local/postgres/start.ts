/** Choosing the engine: the embedded Postgres, or a server that is already there. */
import type { Engine } from './engine'
import { startEmbedded } from './pglite/engine'

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
  if (options.postgresUrl !== undefined) throw new Error('postgresUrl is not supported yet')
  const { data, onCrash } = options
  return startEmbedded({ data, onCrash })
}
