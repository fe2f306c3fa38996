import type { Pool } from 'pg'
import { quoteIdentifier, quoteLiteral } from '../postgres/quote'

/**
 * Up to this size, in bytes, a copy goes through the write-ahead log: that's faster than copying the files,
 * for which Postgres makes two checkpoints and syncs each of some 300 files.
 */
const SMALL = 200 * 1024 * 1024

/**
 * Copies a database, with its settings and grants, which Postgres keeps elsewhere. Replaces one of the same
 * name. A large one's files are shared until they change, if the file system can do that.
 * @throws the database's error; people may be connected to it
 */
export async function copyDatabase(admin: Pool, from: string, to: string): Promise<void> {
  await dropDatabase(admin, to)
  const { rows } = await admin.query<{ owner: string; small: boolean }>(
    `SELECT pg_get_userbyid(datdba) AS owner, pg_database_size(oid) <= $2 AS small
      FROM pg_database WHERE datname = $1`,
    [from, SMALL],
  )
  const [source, target] = [quoteIdentifier(from), quoteIdentifier(to)]
  const create = `CREATE DATABASE ${target} TEMPLATE ${source}
    STRATEGY ${rows[0]?.small ? 'WAL_LOG' : 'FILE_COPY'} OWNER ${quoteIdentifier(rows[0]?.owner ?? '')}`
  const client = await admin.connect()
  try {
    await client.query(create).catch(async () => {
      // Some file systems, such as those containers share with their host, can't clone.
      await client.query("SET file_copy_method = 'copy'")
      await client.query(create)
    })
  } finally {
    client.release(true)
  }
  await admin.query(copyProperties(from, to))
}

/** Drops a database, even while in use; it needn't exist. */
export async function dropDatabase(admin: Pool, name: string): Promise<void> {
  await admin.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`)
}

/** What ALTER DATABASE, ALTER ROLE … IN DATABASE and GRANT set. */
function copyProperties(from: string, to: string): string {
  return `DO $do$
    DECLARE
      source oid := (SELECT oid FROM pg_database WHERE datname = ${quoteLiteral(from)});
      target text := quote_ident(${quoteLiteral(to)});
      each record;
    BEGIN
      FOR each IN
        SELECT r.rolname AS role, split_part(c, '=', 1) AS name, substr(c, strpos(c, '=') + 1) AS value
          FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole, unnest(setconfig) c
          WHERE setdatabase = source
      LOOP
        PERFORM set_config(each.name, each.value, true);
        EXECUTE CASE WHEN each.role IS NULL THEN format('ALTER DATABASE %s', target)
          ELSE format('ALTER ROLE %I IN DATABASE %s', each.role, target) END
          || format(' SET %s FROM CURRENT', each.name);
      END LOOP;
      IF (SELECT datacl FROM pg_database WHERE oid = source) IS NOT NULL THEN
        EXECUTE format('REVOKE ALL ON DATABASE %s FROM PUBLIC', target);
      END IF;
      FOR each IN
        SELECT a.*, coalesce(quote_ident(r.rolname), 'PUBLIC') AS name
          FROM pg_database, aclexplode(datacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
          WHERE pg_database.oid = source
      LOOP
        EXECUTE format('GRANT %s ON DATABASE %s TO %s', each.privilege_type, target, each.name)
          || CASE WHEN each.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
      END LOOP;
    END $do$`
}
