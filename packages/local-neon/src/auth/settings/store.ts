import type { Pool } from 'pg'
import { z } from 'zod'
import { settingsColumns, settingsFromRow, settingsToRow } from './project-config'
import {
  authSettingsSchema,
  defaultAuthSettings,
  type AuthSettings,
  type AuthSettingsStore,
} from './settings'

/** One project, one row: the cloud writes the id of the branch's endpoint here. */
const endpointId = 'ep-local-neon'

/** The changes, checked, and without the names whose value is undefined: they change nothing. */
const valid = (changes: Partial<AuthSettings>): Partial<AuthSettings> =>
  Object.fromEntries(
    Object.entries(authSettingsSchema.partial().parse(changes)).filter(
      ([, value]) => value !== undefined,
    ),
  )

/**
 * The settings in `neon_auth.project_config`: created with the cloud's defaults when the row is
 * missing, and read anew each time, so that a change by SQL counts as well.
 * @param initial what the caller asked for; it wins over a row from an earlier run
 * @throws ZodError when `initial` is no valid setting
 */
export async function createSettingsStore(
  pool: Pool,
  initial: Partial<AuthSettings> = {},
): Promise<AuthSettingsStore & { projectId: () => string; isNew: boolean }> {
  const wanted = { ...defaultAuthSettings, ...valid(initial) }
  let projectId: string | null = null
  /** Gives whether the row was missing. */
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
    // Another branch may be another project, when its settings were once deleted.
    if (row) projectId = z.string().parse(row['id'])
    return row
  }
  const get = async () => {
    const row = await read()
    if (row) return settingsFromRow(row)
    await create() // Someone has emptied the table; the project keeps its id.
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
