/**
 * Taking what a client has set out of the session while others are at turn, and putting it back.
 */
import { quoteIdentifier, quoteLiteral } from '../../quote'
import type { ClientState } from '../clients/client-state'
import type { Session } from './session'

/** How the names of hidden temporary tables begin, as a pattern of LIKE. */
const HIDDEN = String.raw`local\_neon\_hidden\_`

/** Settings that `RESET ALL` and their like do not know, or that are put back in their own way. */
const OWN_WAY = `('session_authorization', 'role', 'is_superuser')`

/**
 * Writes down what the client has set, and cleans the session of it.
 * @param owner the role that the next client begins as
 */
export async function park(session: Session, state: ClientState, owner: string): Promise<void> {
  if (state.mayHaveSettings) await noteSettings(session, state)
  const steps = [
    ...beginCleaning,
    ...(state.mayHaveTemporaries ? await hideTemporaries(session, state) : []),
    ...(state.mayHaveSqlStatements ? await noteSqlStatements(session, state) : []),
    `SET SESSION AUTHORIZATION ${quoteIdentifier(owner)}`,
  ]
  await session.script(steps.join(';'))
}

/**
 * Cleans the session of a client that will not come back.
 * @param options.hasOthers whether there are hidden temporary tables, which belong to other clients
 */
export async function evict(
  session: Session,
  state: ClientState,
  options: { owner: string; hasOthers: boolean },
): Promise<void> {
  const steps = [
    ...beginCleaning,
    options.hasOthers ? dropTemporaries(`NOT LIKE '${HIDDEN}%'`) : 'DISCARD TEMP',
    ...(state.mayHaveSqlStatements ? await noteSqlStatements(session, state) : []),
    `SET SESSION AUTHORIZATION ${quoteIdentifier(options.owner)}`,
  ]
  await session.script(steps.join(';'))
}

/** Drops the hidden temporary tables of a client that has gone. */
export async function dropHidden(session: Session, client: number, owner: string): Promise<void> {
  const steps = [
    'SET SESSION AUTHORIZATION DEFAULT',
    dropTemporaries(`LIKE '${HIDDEN}${client}\\_%'`),
    `SET SESSION AUTHORIZATION ${quoteIdentifier(owner)}`,
  ]
  await session.script(steps.join(';'))
}

/** Puts what the client had set back in place. */
export async function unpark(session: Session, state: ClientState): Promise<void> {
  const steps = renames([...state.hiddenTemporaries])
  state.hiddenTemporaries = new Map()
  for (const [name, value] of state.settings) {
    steps.push(`SELECT pg_catalog.set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, false)`)
  }
  if (state.role !== 'none') steps.push(`SET ROLE ${quoteIdentifier(state.role)}`)
  steps.push(...state.sqlStatements.values())
  // One by one: what can no longer be set (a dropped role, a dropped table) must not take the
  // rest with it.
  for (const step of steps) await session.script(step).catch(() => [])
}

/**
 * Sets what a new client has asked for at startup.
 * @throws PostgresError when Postgres refuses one
 */
export async function applySettings(session: Session, state: ClientState): Promise<void> {
  for (const step of settingSteps(state)) await session.script(step)
}

function settingSteps({ settings }: ClientState): string[] {
  return [...settings].map(
    ([name, value]) =>
      `SELECT pg_catalog.set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, false)`,
  )
}

const beginCleaning = [
  'SET SESSION AUTHORIZATION DEFAULT',
  'RESET ALL',
  'CLOSE ALL',
  'DISCARD SEQUENCES',
  'SELECT pg_catalog.pg_advisory_unlock_all()',
]

async function noteSettings(session: Session, state: ClientState): Promise<void> {
  const custom = [...state.customParameters].map(quoteLiteral).join(',')
  const rows = await session.script(`
    SELECT name, setting FROM pg_catalog.pg_settings
      WHERE source = 'session' AND name NOT IN ${OWN_WAY}
    UNION ALL SELECT name, pg_catalog.current_setting(name, true)
      FROM pg_catalog.unnest(ARRAY[${custom}]::text[]) AS custom (name)
    UNION ALL SELECT 'role', pg_catalog.current_setting('role')`)
  const settings = new Map<string, string>()
  for (const [name, value] of rows) {
    if (name == null || value == null) continue
    if (name === 'role') state.role = value
    else if (value !== '' || !state.customParameters.has(name)) settings.set(name, value)
  }
  state.settings = settings
}

/** @returns the steps that take them out of the session */
async function noteSqlStatements(session: Session, state: ClientState): Promise<string[]> {
  const rows = await session.script(
    'SELECT name, statement FROM pg_catalog.pg_prepared_statements WHERE from_sql',
  )
  const kept = new Map<string, string>()
  for (const [name, statement] of rows) {
    if (name != null && statement != null) kept.set(name, statement)
  }
  state.sqlStatements = kept
  return [...kept.keys()].map((name) => `DEALLOCATE ${quoteIdentifier(name)}`)
}

/**
 * Temporary tables of all clients are in the one temporary schema of the session. Those of a
 * client who is not at turn have other names meanwhile.
 * @returns the steps that give them those names
 */
async function hideTemporaries(session: Session, state: ClientState): Promise<string[]> {
  const rows = await session.script(`
    SELECT relname FROM pg_catalog.pg_class
    WHERE relnamespace = pg_catalog.pg_my_temp_schema() AND relkind IN ('r', 'p', 'v', 'S', 'i', 'I')
      AND relname NOT LIKE '${HIDDEN}%'`)
  const names = rows.flatMap(([name]) => (name == null ? [] : [name]))
  state.hiddenTemporaries = new Map(
    names.map((name, index) => [`local_neon_hidden_${state.id}_${index}`, name]),
  )
  return renames([...state.hiddenTemporaries].map(([hidden, name]) => [name, hidden]))
}

/** A step that drops the temporary tables, views and sequences whose name is such. */
function dropTemporaries(condition: string): string {
  return `DO $local_neon$
    DECLARE one record;
    BEGIN
      FOR one IN SELECT relname AS name, CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind
        FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.pg_my_temp_schema()
          AND relkind IN ('r', 'p', 'v', 'S') AND relname ${condition}
      LOOP
        EXECUTE pg_catalog.format('DROP %s IF EXISTS pg_temp.%I CASCADE', one.kind, one.name);
      END LOOP;
    END $local_neon$`
}

function renames(pairs: (readonly [from: string, to: string])[]): string[] {
  return pairs.map(
    ([from, to]) => `ALTER TABLE pg_temp.${quoteIdentifier(from)} RENAME TO ${quoteIdentifier(to)}`,
  )
}
