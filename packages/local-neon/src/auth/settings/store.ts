import type { Pool } from 'pg'
import { z } from 'zod'
import { settingsColumns, settingsFromRow, settingsToRow } from './project-config'
import {
  authSettingsSchema,
  defaultAuthSettings,
  type AuthSettings,
  type AuthSettingsStore,
} from './settings'

/** One row per project: the cloud puts the id of the branch's endpoint here. */
const endpointId = 'ep-local-neon'

/** The validated changes, without undefined values: those change nothing. */
const valid = (changes: Partial<AuthSettings>): Partial<AuthSettings> =>
  Object.fromEntries(
    Object.entries(authSettingsSchema.partial().parse(changes)).filter(
      ([, value]) => value !== undefined,
    ),
  )

/**
 * The settings in `neon_auth.project_config`: created with the cloud's defaults if the row is missing,
 * and read each time, so changes by SQL count too.
 * @param initial the caller's settings; they override a row from an earlier run
 * @throws ZodError if `initial` is invalid
 */
export async function createSettingsStore(
  pool: Pool,
  initial: Partial<AuthSettings> = {},
): Promise<AuthSettingsStore & { projectId: () => string; isNew: boolean }> {
  const wanted = { ...defaultAuthSettings, ...valid(initial) }
  let projectId: string | null = null
  /** True if the row was missing. */
  const create = async () => {
    const { rowCount } = await pool.query(
      `INSERT INTO neon_auth.project_config
         (name, endpoint_id, email_provider, webhook_config, ${settingsColumns}, id)
       VALUES ('local', $1, '{"type": "shared"}',
         '{"enabled": false, "enabledEvents": [], "timeoutSeconds": 5}', $2, $3, $4, $5, $6,
         coalesce($7, gen_random_uuid()))
       ON CONFLICT (endpoint_id) DO NOTHING`,
      [endpointId, ...settingsToRow(wanted), projectId],
    )
    return rowCount === 1
  }
  const read = async () => {
    const { rows } = await pool.query<Record<string, unknown>>(
      `SELECT id, ${settingsColumns} FROM neon_auth.project_config WHERE endpoint_id = $1`,
      [endpointId],
    )
    const [row] = rows
    // Another branch may be another project if its settings were ever deleted.
    if (row) projectId = z.string().parse(row['id'])
    return row
  }
  const get = async () => {
    const row = await read()
    if (row) return settingsFromRow(row)
    await create() // Someone emptied the table; the project keeps its id.
    return settingsFromRow(await read())
  }
  const set = async (changes: Partial<AuthSettings>) => {
    const settings = { ...(await get()), ...valid(changes) }
    await pool.query(
      `UPDATE neon_auth.project_config
          SET (${settingsColumns}) =
                ($2, $3, $4, $5, coalesce(plugin_configs, '{}') || $6::jsonb),
              updated_at = CURRENT_TIMESTAMP
        WHERE endpoint_id = $1`,
      [endpointId, ...settingsToRow(settings)],
    )
    return settings
  }

  const isNew = await create()
  if (!isNew) await set(initial)
  await read()
  return { get, set, projectId: () => z.string().parse(projectId), isNew }
}
