/** Refusing run-time parameters that there are not, as a Postgres of its own does at startup. */
import type { Engine } from './engine'
import { createInProcessPool } from './in-process'
import { errorFields, PostgresError } from './messages'

/** Parameters that pg_settings does not list. */
const UNLISTED = ['role', 'session_authorization', 'seed', 'is_superuser']

/**
 * Makes `connect` of an engine fail with FATAL 42704 when a client asks for a parameter that its
 * Postgres does not know. Names with a dot are a client's own.
 * @throws PostgresError when the engine's Postgres does not answer
 */
export async function refuseUnknownSettings(engine: Engine): Promise<Engine> {
  const known = new Set([...UNLISTED, ...(await readNames(engine))])
  return {
    ...engine,
    connect(settings, listener) {
      for (const name of Object.keys(settings)) {
        if (known.has(name.toLowerCase()) || name.includes('.')) continue
        const text = `unrecognized configuration parameter "${name}"`
        return Promise.reject(new PostgresError(errorFields('FATAL', '42704', text)))
      }
      return engine.connect(settings, listener)
    },
  }
}

async function readNames(engine: Engine): Promise<string[]> {
  const pool = createInProcessPool(engine, 1)
  try {
    const { rows } = await pool.query<{ name: string }>(
      'SELECT lower(name) AS name FROM pg_catalog.pg_settings',
    )
    return rows.map((row) => row.name)
  } finally {
    await pool.end()
  }
}
