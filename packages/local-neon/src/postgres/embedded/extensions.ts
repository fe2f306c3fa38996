/**
 * Which extensions a database's owner may create. Neon marks the ones it offers as trusted, so they need no
 * superuser; Postgres itself trusts few. We copy their control files with that mark, since the installed
 * ones aren't ours to change.
 * Source: https://neon.com/docs/extensions/pg-extensions
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const OFFERED = [
  'autoinc', 'bloom', 'btree_gin', 'btree_gist', 'citext', 'cube', 'dblink', 'dict_int',
  'earthdistance', 'fuzzystrmatch', 'hstore', 'insert_username', 'intagg', 'intarray', 'isn', 'lo',
  'ltree', 'moddatetime', 'pg_prewarm', 'pg_stat_statements', 'pg_trgm', 'pgcrypto', 'pgrowlocks',
  'pgstattuple', 'postgres_fdw', 'refint', 'seg', 'tablefunc', 'tcn', 'tsm_system_rows',
  'tsm_system_time', 'unaccent', 'uuid-ossp', 'xml2',
] // prettier-ignore

/**
 * Writes the control files of Neon's extensions.
 * @param installed the folder with Postgres's own control files and scripts
 * @param folder where to write them
 * @returns the value for `extension_control_path`
 */
export function trustExtensions(installed: string, folder: string): string {
  const trusted = join(folder, 'extension')
  mkdirSync(trusted, { recursive: true })
  const scripts = installed.replaceAll('\\', '/').replaceAll("'", "''")
  for (const name of OFFERED) {
    const control = join(installed, `${name}.control`)
    if (!existsSync(control)) continue
    const more = `trusted = true\ndirectory = '${scripts}'\n`
    writeFileSync(join(trusted, `${name}.control`), `${readFileSync(control, 'utf8')}\n${more}`)
  }
  return `${folder}${delimiter}$system`
}
